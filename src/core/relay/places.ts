import { ids, type ConnId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import type { LeftReason } from '../../protocol/relay-code.js';
import { placeFreed } from './group-members.js';
import type { Link, Place, Room } from './relay-state.js';
import type { ResumeToken } from './resume-token.js';
import { closeRoom } from './room-end.js';
import { log, type Step } from './step.js';
import { tellRoom } from './tell.js';

export function addPlace(step: Step, room: Room, link: Link, token: ResumeToken): Place {
  const conn = ids.conn(step.random(16));
  const presence = { state: 'here', link, since: step.now } as const;
  const place: Place = { conn, room, came: step.now, from: room.seq, token, heard: false, presence, missedTo: 0, score: link.score };
  room.places.set(conn, place);
  sit(step, link, place);
  return place;
}

/** The link now speaks for the place. */
export function sit(step: Step, link: Link, place: Place): void {
  step.state.strangers.delete(link);
  step.state.returning.delete(link);
  link.score = place.score;
  link.stage = { stage: 'joined', place, credit: limits.bulkCredit };
  place.presence = { state: 'here', link, since: step.now };
  place.room.away.delete(place);
  place.room.snapshot = undefined;
}

/** Frees a place for good and says so to those who stay. Its link, if it has one, is the caller's to close. */
export function removePlace(step: Step, place: Place, why: LeftReason): void {
  const { room, conn } = place;
  room.places.delete(conn);
  room.away.delete(place);
  room.snapshot = undefined;
  tellRoom(step, room, 'LEFT', { conn: ids.bytes(conn), why });
  log(step, { type: 'member-left', why, members: room.places.size });
  // Nobody is left who could ask for it.
  if (room.places.size === 0) room.buffer.wipe();
  placeFreed(step, place);
  // What the host has moved away from: nobody is in it, and nobody is let in.
  if (room.places.size === 0 && room.locked) closeRoom(step, room);
}

export const hereCount = (room: Room): number => room.places.size - room.away.size;

/** The ids of the others: connected, and away. */
export function othersOf(room: Room, self: Place | undefined): { readonly here: readonly ConnId[]; readonly away: readonly ConnId[] } {
  const others = [...room.places.values()].filter((place) => place !== self);
  const idsIn = (state: Place['presence']['state']): readonly ConnId[] =>
    others.filter((place) => place.presence.state === state).map((place) => place.conn);
  return { here: idsIn('here'), away: idsIn('away') };
}
