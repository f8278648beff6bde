import { controlFrame } from '../../protocol/control-frame.js';
import type { Control } from '../../protocol/control.js';
import { ids } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import { closeCodes } from '../../protocol/relay-code.js';
import { isFirst, placeTaken } from './group-members.js';
import { repeatLease, settleLeases } from './leases.js';
import { closeLink, refuseFrame, turnAway } from './links.js';
import { addPlace, hereCount, othersOf, removePlace, sit } from './places.js';
import type { LinkKey } from './relay-event.js';
import type { Link, Place, Room } from './relay-state.js';
import { ResumeToken } from './resume-token.js';
import { hasHost } from './roles.js';
import { invitedRoom, invitedTo, openRoom } from './rooms.js';
import { log, type Step } from './step.js';
import { broadcast, snapshotOf, tell } from './tell.js';

function returningTo({ state }: Step, room: Room): number {
  let count = room.hosted && !hasHost(room) ? 1 : 0;
  for (const { stage } of state.returning) if (stage.stage === 'stranger' && stage.back === room) count += 1;
  return count;
}

/** Whether a guest would find no seat: those whom a RESET sent back have theirs, and the host has one always. */
const isFull = (step: Step, room: Room): boolean => hereCount(room) + returningTo(step, room) >= room.max;

/** PEEK: who is inside, by number, for whoever could enter. It takes no seat, opens nothing and uses no ticket up. */
export function peek(step: Step, link: Link, body: Control<'PEEK'>): void {
  const room = openRoom(step.state, body);
  if (room !== undefined) return tell(step, link, 'PEEKED', { n: hereCount(room), full: isFull(step, room), locked: room.locked });
  if (invitedTo(step.state, body) === undefined) return turnAway(step, link, 'refused');
  tell(step, link, 'PEEKED', { n: 0, full: false, locked: false });
}

/** HELLO: a new place. */
export function join(step: Step, link: Link, body: Control<'HELLO'>): void {
  const room = openRoom(step.state, body) ?? invitedRoom(step.state, body);
  if (room === undefined) return turnAway(step, link, 'refused');
  const back = link.stage.stage === 'stranger' && link.stage.back === room;
  if (room.locked && !back) return turnAway(step, link, 'locked');
  if (!back && !link.inside && isFull(step, room)) return turnAway(step, link, 'full');
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
  const room = openRoom(step.state, body);
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
