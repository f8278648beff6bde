import { sha256 } from '../../crypto/hash.js';
import { equal, toHex } from '../../protocol/bytes.js';
import type { Control } from '../../protocol/control.js';
import { ids, type ConnId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import { closeCodes } from '../../protocol/relay-code.js';
import { DecayingScore } from '../decaying-score.js';
import { createGroup } from './group-state.js';
import { closeLink, turnAway } from './links.js';
import { removePlace } from './places.js';
import type { Link, Place, RelayState, Room } from './relay-state.js';
import { ResumeBuffer } from './resume-buffer.js';
import { isHost } from './roles.js';
import type { Step } from './step.js';
import { tellRoom } from './tell.js';

const NO_ROOM = new Uint8Array(32);

/** OPEN: a new room, or new settings for one. Only the host's own connection gets here. */
export function openOrChange(step: Step, link: Link, body: Control<'OPEN'>): void {
  const { rooms } = step.state;
  const id = ids.room(body.room);
  const room = rooms.get(id);
  const sound = body.max >= 1 && body.max <= limits.membersMost;
  if (!sound || (room !== undefined && !equal(room.capHash, body.capHash))) return turnAway(step, link, 'bad_frame');
  if (room === undefined) {
    if (rooms.size >= limits.rooms) return turnAway(step, link, 'full');
    rooms.set(id, createRoom(body));
    return;
  }
  room.max = body.max;
  endPlaces(step, room, body.removed ?? []);
  if (room.locked === body.locked) return;
  room.locked = body.locked;
  tellRoom(step, room, 'NOTICE', { code: body.locked ? 'locked' : 'unlocked' });
}

/** The host's own place stays. */
function endPlaces(step: Step, room: Room, removed: readonly ConnId[]): void {
  for (const conn of removed) {
    const place = room.places.get(conn);
    if (place === undefined || isHost(place)) continue;
    const { presence } = place;
    removePlace(step, place, 'removed');
    if (presence.state === 'here') closeLink(step, presence.link, closeCodes.removed);
  }
}

/** The own process lets somebody open a room from outside. */
export function invite({ invites }: RelayState, ticketHash: Uint8Array, max: number): void {
  invites.set(toHex(ticketHash), max);
  const [oldest] = invites.keys();
  if (oldest !== undefined && invites.size > limits.rooms) invites.delete(oldest);
}

/** How many may enter the room that this ticket opens, if it opens one: not one that is there. */
export function invitedTo({ rooms, invites }: RelayState, { room, ticket }: Control<'HELLO' | 'PEEK'>): number | undefined {
  if (ticket === undefined || rooms.has(ids.room(room)) || rooms.size >= limits.rooms) return undefined;
  return invites.get(toHex(sha256(ticket)));
}

/** A room that is not there yet, opened by a ticket. */
export function invitedRoom(state: RelayState, hello: Control<'HELLO'>): Room | undefined {
  const { room, cap, ticket } = hello;
  const max = invitedTo(state, hello);
  if (max === undefined || ticket === undefined) return undefined;
  state.invites.delete(toHex(sha256(ticket)));
  const opened = createRoom({ room, capHash: sha256(cap), max, locked: false });
  state.rooms.set(opened.id, opened);
  return opened;
}

function createRoom({ room, capHash, max, locked, hosted }: Control<'OPEN'>): Room {
  const [places, away, buffer] = [new Map(), new Set<Place>(), new ResumeBuffer<Place>()];
  return {
    id: ids.room(room),
    capHash,
    max,
    locked,
    arrivals: new DecayingScore(),
    hosted: hosted === true,
    abandoned: false,
    gen: 0,
    epoch: 0,
    group: createGroup(),
    resets: [],
    seq: 0,
    places,
    away,
    snapshot: undefined,
    buffer,
  };
}

/** The room, if it is there and the capability is its own: which of the two is missing cannot be told, also not by time. */
export function openRoom({ rooms }: RelayState, body: { readonly room: Uint8Array; readonly cap: Uint8Array }): Room | undefined {
  const room = rooms.get(ids.room(body.room));
  return equal(sha256(body.cap), room?.capHash ?? NO_ROOM) ? room : undefined;
}
