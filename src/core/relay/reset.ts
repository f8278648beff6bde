import { limits } from '../../protocol/limits.js';
import { replaceGroup } from './group-state.js';
import type { Link, Place, Room } from './relay-state.js';
import { wantTick, type Step } from './step.js';
import { tellRoom } from './tell.js';

/** The group is replaced: everybody asks for a place again, over the same connection. */
export function resetRoom(step: Step, room: Room): void {
  replaceGroup(room);
  room.resets = [...room.resets, step.now].slice(-limits.resets);
  room.buffer.drop();
  tellRoom(step, room, 'RESET', { gen: room.gen });
  for (const { presence } of room.places.values()) if (presence.state === 'here') sendBack(step, room, presence.link);
  room.places.clear();
  room.away.clear();
  room.snapshot = undefined;
  wantTick(step);
}

/** Milliseconds until another RESET may be asked for. */
export function resetPause({ resets }: Room, now: number): number {
  const [oldest] = resets;
  return oldest === undefined || resets.length < limits.resets ? 0 : Math.max(0, oldest + limits.resetsMs - now);
}

/** A member asks: true when so many of those who know the group long enough agree. */
export function agreeOnReset(place: Place, now: number): boolean {
  const { room } = place;
  const { resetAsks } = room.group;
  resetAsks.set(place, now);
  let [old, agree] = [0, 0];
  for (const each of room.places.values()) {
    if (each.presence.state !== 'here' || now - each.came < limits.resetAskMs) continue;
    old += 1;
    const asked = resetAsks.get(each);
    if (asked !== undefined && now - asked <= limits.resetAskMs) agree += 1;
  }
  return 2 * agree > old;
}

function sendBack(step: Step, room: Room, link: Link): void {
  link.stage = { stage: 'stranger', since: step.now, back: room };
  if (!link.inside) step.state.returning.add(link);
}
