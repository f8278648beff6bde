import { turnAway } from './links.js';
import { removePlace } from './places.js';
import type { Place, Room } from './relay-state.js';
import type { Step } from './step.js';

/** The host has left a room that it had locked: nobody is there any more to let in who still waits. */
export function abandon(step: Step, room: Room): void {
  room.abandoned = true;
  const { members, waiting } = room.group;
  for (const place of room.places.values()) if (!members.has(place) || waiting.has(place)) endWaiting(step, place);
}

/** It waits to be let in where nobody can do that any more. */
export function endWaiting(step: Step, place: Place): void {
  const { presence } = place;
  if (presence.state === 'away') return;
  removePlace(step, place, 'removed');
  turnAway(step, presence.link, 'locked');
}
