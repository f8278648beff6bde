import { sha256 } from '../../crypto/hash.js';
import { equal, toHex } from '../../protocol/bytes.js';
import { controlFrame } from '../../protocol/control-frame.js';
import type { Control } from '../../protocol/control.js';
import { ids, type ConnId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import { closeCodes } from '../../protocol/relay-code.js';
import { DecayingScore } from '../decaying-score.js';
import { isFirst, placeTaken } from './group-members.js';
import { createGroup } from './group-state.js';
import { repeatLease, settleLeases } from './leases.js';
import { closeLink, refuseFrame, turnAway } from './links.js';
import { addPlace, hereCount, othersOf, removePlace, sit } from './places.js';
import type { LinkKey } from './relay-event.js';
import type { Link, Place, RelayState, Room } from './relay-state.js';
import { hasHost, isHost } from './roles.js';
import { ResumeBuffer } from './resume-buffer.js';
import { ResumeToken } from './resume-token.js';
import { log, type Step } from './step.js';
import { broadcast, snapshotOf, tell, tellRoom } from './tell.js';

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

/** A room that is not there yet, opened by a ticket. */
function invitedRoom({ rooms, invites }: RelayState, { room, cap, ticket }: Control<'HELLO'>): Room | undefined {
  if (ticket === undefined || rooms.has(ids.room(room)) || rooms.size >= limits.rooms) return undefined;
  const hash = toHex(sha256(ticket));
  const max = invites.get(hash);
  if (max === undefined) return undefined;
  invites.delete(hash);
  const opened = createRoom({ room, capHash: sha256(cap), max, locked: false });
  rooms.set(opened.id, opened);
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
function openRoom(step: Step, roomId: Uint8Array, cap: Uint8Array): Room | undefined {
  const room = step.state.rooms.get(ids.room(roomId));
  return equal(sha256(cap), room?.capHash ?? NO_ROOM) ? room : undefined;
}

function returningTo({ state }: Step, room: Room): number {
  let count = room.hosted && !hasHost(room) ? 1 : 0;
  for (const { stage } of state.returning) if (stage.stage === 'stranger' && stage.back === room) count += 1;
  return count;
}

/** HELLO: a new place. */
export function join(step: Step, link: Link, body: Control<'HELLO'>): void {
  const room = openRoom(step, body.room, body.cap) ?? invitedRoom(step.state, body);
  if (room === undefined) return turnAway(step, link, 'refused');
  const back = link.stage.stage === 'stranger' && link.stage.back === room;
  if (room.locked && !back) return turnAway(step, link, 'locked');
  // The seats of those whom a RESET sent back are kept for them, and the host has one always.
  if (!back && !link.inside && hereCount(room) + returningTo(step, room) >= room.max) return turnAway(step, link, 'full');
  if (!link.inside && !back && room.arrivals.add(1, step.now) > limits.arrivals) {
    return refuseFrame(step, link, 'rate', room.arrivals.msUntil(limits.arrivals - 1, step.now));
  }
  for (const oldest of room.away) {
    if (room.places.size < room.max) break;
    removePlace(step, oldest, 'removed');
  }
  if (link.inside) {
    room.hosted = true;
    room.abandoned = false;
  }
  const [n, first, others] = [hereCount(room), isFirst(room, link), snapshotOf(room)];
  const { token, secret } = ResumeToken.issue(step.random);
  const place = addPlace(step, room, link, token);
  const conn = ids.bytes(place.conn);
  const { gen, epoch, seq } = room;
  broadcast(step, room, others, controlFrame('NOTICE', { code: 'came', conn }));
  tell(step, link, 'HELLO_OK', { conn, token: secret, gen, epoch, seq, n, first, pending: false, ...othersOf(room, place) });
  log(step, { type: 'member-connected', members: room.places.size });
  placeTaken(step, place, first);
}

/** RESUME: the old place. The lock does not matter to who is inside. */
export function resume(step: Step, link: Link, body: Control<'RESUME'>): void {
  const room = openRoom(step, body.room, body.cap);
  if (room === undefined) return turnAway(step, link, 'refused');
  const place = room.places.get(ids.conn(body.conn));
  const token = place?.token.renew(body.token, step.random);
  if (place === undefined || token === undefined) return refuseFrame(step, link, 'resume_refused');
  if (place.score.add(limits.rateResume, step.now) > limits.rateClose) return turnAway(step, link, 'flood');
  const missed = missedBy(step, place, body.seq);
  const before = place.presence;
  // Who never saw it go need not hear that it is back.
  const others = before.state === 'away' ? snapshotOf(room) : [];
  if (missed === undefined) removePlace(step, place, 'gone');
  else sit(step, link, place);
  if (before.state === 'here') {
    log(step, { type: 'connection-closed', code: closeCodes.replaced });
    closeLink(step, before.link, closeCodes.replaced);
  }
  if (missed === undefined) return refuseFrame(step, link, 'resume_gap');
  welcomeBack(step, place, link, { token, missed, others });
}

function missedBy(step: Step, place: Place, seq: number): readonly Uint8Array[] | undefined {
  place.room.buffer.expire(step.now);
  return place.room.buffer.missed(place, Math.max(seq, place.from));
}

interface Return {
  readonly token: Uint8Array;
  readonly missed: readonly Uint8Array[];
  readonly others: readonly LinkKey[];
}

function welcomeBack(step: Step, place: Place, link: Link, { token, missed, others }: Return): void {
  const { room, conn } = place;
  const { gen, epoch, seq, locked } = room;
  tell(step, link, 'RESUMED', { token, gen, epoch, seq, locked, ...othersOf(room, place) });
  for (const frame of missed) step.effects.push({ type: 'send', link: link.key, frame });
  log(step, { type: 'member-resumed', members: room.places.size });
  broadcast(step, room, others, controlFrame('NOTICE', { code: 'back', conn: ids.bytes(conn) }));
  repeatLease(step, place, link);
  settleLeases(step, room);
}
