import { limits } from '../../protocol/limits.js';
import { advanceLeases } from './leases.js';
import { turnAway } from './links.js';
import { removePlace } from './places.js';
import type { Link, Room } from './relay-state.js';
import { arm, type Step } from './step.js';

/** Ends what has waited long enough, and asks for the next tick while anything waits. */
export function tick(step: Step): void {
  const { state, now } = step;
  state.armedAt = undefined;
  let next = Math.min(expireLate(step, state.strangers), expireLate(step, state.returning));
  for (const room of state.rooms.values()) next = Math.min(next, expireRoom(step, room));
  if (next < Number.POSITIVE_INFINITY) arm(step, Math.min(next, now + limits.helloMs));
}

/** When the oldest link without a place is late. */
function expireLate(step: Step, links: ReadonlySet<Link>): number {
  for (const link of links) {
    const late = link.stage.stage === 'stranger' ? link.stage.since + limits.helloMs : step.now;
    if (late > step.now) return late;
    turnAway(step, link, 'hello_late');
  }
  return Number.POSITIVE_INFINITY;
}

/** When something in this room is next due. Frames need no time of their own: they are looked at with every tick. */
function expireRoom(step: Step, room: Room): number {
  room.buffer.expire(step.now);
  const gone = expireAway(step, room);
  const frames = room.buffer.empty ? Number.POSITIVE_INFINITY : step.now + limits.helloMs;
  return Math.min(gone, frames, advanceLeases(step, room));
}

function expireAway(step: Step, room: Room): number {
  for (const place of room.away) {
    const gone = place.presence.state === 'away' ? place.presence.since + limits.awayMs : step.now;
    if (gone > step.now) return gone;
    removePlace(step, place, 'gone');
  }
  return Number.POSITIVE_INFINITY;
}
