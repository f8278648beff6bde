import type { Control } from '../../protocol/control.js';
import { equal } from '../../protocol/bytes.js';
import type { Frame } from '../../protocol/frame.js';
import { limits } from '../../protocol/limits.js';
import { endWaiting } from './abandon.js';
import { isStuck } from './group-members.js';
import { settleLeases } from './leases.js';
import { refuseFrame } from './links.js';
import { isCommitOf, isWelcomeOf, refuseCommit } from './commits.js';
import { submit, submitApp } from './messages.js';
import type { Link, Place } from './relay-state.js';
import { resetPause, resetRoom } from './reset.js';
import type { Step } from './step.js';

const ASK = new Uint8Array(16);

/** KEYPKG: somebody waits to be let in. */
export function takeKeyPackage(step: Step, link: Link, place: Place, frame: Frame, bytes: Uint8Array): void {
  const { room } = place;
  const { group } = room;
  if (frame.gen !== room.gen) return refuseFrame(step, link, 'epoch');
  if (room.abandoned) return endWaiting(step, place);
  if (!group.waiting.has(place) && group.waiting.size >= limits.waiting) return refuseFrame(step, link, 'rate', limits.leaseManyMs);
  const stuck = isStuck(room, place);
  const pause = stuck ? resetPause(room, step.now) : 0;
  if (pause > 0) return refuseFrame(step, link, 'rate', pause);
  group.used = true;
  if (stuck) return resetRoom(step, room);
  if (group.lease?.holder === place && !group.lease.committing) group.lease = undefined;
  group.waiting.delete(place);
  group.waiting.set(place, { place, since: step.now, frame: new Uint8Array(bytes) });
  settleLeases(step, room);
}

/** LEASE: a member asks for one, or gives one back. */
export function takeLease(step: Step, link: Link, place: Place, body: Control<'LEASE'>): void {
  const { room } = place;
  const { group } = room;
  if (!group.used) return refuseFrame(step, link, 'unsupported');
  if (equal(body.lease, ASK)) {
    if (!group.members.has(place) || group.waiting.has(place)) return refuseFrame(step, link, 'unsupported');
    if (body.epoch !== room.epoch) return refuseCommit(step, link, room);
    group.asks.add(place);
  } else {
    const { lease } = group;
    if (lease?.holder !== place || lease.committing || !equal(lease.id, body.lease)) return refuseCommit(step, link, room);
    for (const waiting of lease.joins) if (group.waiting.get(waiting.place) === waiting) group.waiting.delete(waiting.place);
    for (const conn of lease.left) group.uncovered.delete(conn);
    group.lease = undefined;
  }
  settleLeases(step, room);
}

export function submitCommit(step: Step, link: Link, place: Place, frame: Frame, bytes: Uint8Array): void {
  const { room } = place;
  const { lease, used } = room.group;
  if (!used) return refuseFrame(step, link, 'unsupported');
  if (lease === undefined || lease.committing || !isCommitOf(room, place, frame)) return refuseCommit(step, link, room);
  lease.committing = true;
  submit(step, link, room, bytes);
}

/** It may come while its COMMIT still waits for its place in the order: it will stand behind it. */
export function submitWelcome(step: Step, link: Link, place: Place, frame: Frame, bytes: Uint8Array): void {
  const { room } = place;
  const { lease, welcoming } = room.group;
  const coming = lease?.committing === true ? { by: lease.holder, epoch: room.epoch, joins: lease.joins } : undefined;
  if (![welcoming, coming].some((commit) => isWelcomeOf(room, commit, place, frame))) return refuseFrame(step, link, 'unsupported');
  submit(step, link, room, bytes);
}

export function submitDm(step: Step, link: Link, place: Place, frame: Frame, bytes: Uint8Array): void {
  if (!place.room.group.used || frame.to.length !== 1) return refuseFrame(step, link, 'unsupported');
  submitApp(step, link, place, frame, bytes);
}
