import type { Control } from '../../protocol/control.js';
import { refuseFrame } from './links.js';
import type { Link, Place } from './relay-state.js';
import { agreeOnReset, resetPause, resetRoom } from './reset.js';
import type { Step } from './step.js';

/** RESET: the host, or most of the members, want another group. */
export function askReset(step: Step, link: Link, place: Place, { gen }: Control<'RESET'>): void {
  const { room } = place;
  if (!room.group.used || (room.hosted && !link.inside)) return refuseFrame(step, link, 'unsupported');
  if (gen !== room.gen) return refuseFrame(step, link, 'epoch');
  if (link.inside) return resetRoom(step, room);
  const pause = resetPause(room, step.now);
  if (pause > 0) return refuseFrame(step, link, 'rate', pause);
  if (agreeOnReset(place, step.now)) resetRoom(step, room);
}
