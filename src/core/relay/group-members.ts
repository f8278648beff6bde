import { replaceGroup } from './group-state.js';
import { mustLeave, settleLeases } from './leases.js';
import { resetRoom } from './reset.js';
import type { Link, Place, Room } from './relay-state.js';
import { hasHost, settled } from './roles.js';
import type { Step } from './step.js';

/** Whether a new place makes the group: only the host does where there is one. */
export function isFirst(room: Room, link: Link): boolean {
  return room.hosted ? link.inside && settled(room.group).length === 0 : room.places.size === 0;
}

/** A new place. Who makes the group is in it. */
export function placeTaken(step: Step, place: Place, first: boolean): void {
  const { group } = place.room;
  if (!first) return;
  group.members.add(place);
  group.leaves.add(place);
  settleLeases(step, place.room);
}

/** Its key package waits no longer, also when it comes back: what it had may be lost. */
export function placeAway(step: Step, place: Place): void {
  const { room } = place;
  const { group } = room;
  group.waiting.delete(place);
  group.asks.delete(place);
  if (group.waiting.size > 0 && isStuck(room)) resetRoom(step, room);
}

/** A place is gone for good. */
export function placeFreed(step: Step, place: Place): void {
  const { room } = place;
  const { group } = room;
  for (const set of [group.members, group.waiting, group.asks, group.passed, group.resetAsks]) set.delete(place);
  if (group.lease?.holder === place) group.lease = undefined;
  const leaf = group.leaves.delete(place);
  if (!group.used) return;
  if (leaf) mustLeave(group, place, step.now);
  if (room.places.size === 0) replaceGroup(room);
  else if (isStuck(room)) resetRoom(step, room);
  else settleLeases(step, room);
}

/** Somebody waits, or may come to, and nobody is left who could let them in; so the group is of no use to anybody. */
export const isStuck = (room: Room, without?: Place): boolean => {
  const others = settled(room.group).filter((place) => place !== without);
  return others.length === 0 && (!room.hosted || hasHost(room));
};
