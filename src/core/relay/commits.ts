import { equal } from '../../protocol/bytes.js';
import type { Frame } from '../../protocol/frame.js';
import type { GroupState, Link, Place, Room } from './relay-state.js';
import { log, type Step } from './step.js';
import { tellInOrder } from './tell.js';

const LEASE_ID = 16;

/** Who has no such lease, or no longer, hears where the room stands. */
export function refuseCommit(step: Step, link: Link, room: Room): void {
  tellInOrder(step, link, room, 'COMMIT_NO', { epoch: room.epoch });
  log(step, { type: 'frame-refused', code: 'commit_no' });
}

/** From the holder of the live lease, by its id, for everybody, leaving the room's epoch. */
export function isCommitOf({ gen, epoch, group: { lease } }: Room, from: Place | undefined, frame: Frame): boolean {
  if (lease === undefined || from !== lease.holder || frame.gen !== gen || frame.epoch !== epoch) return false;
  return frame.to.length === 0 && frame.body.length > LEASE_ID && equal(frame.body.subarray(0, LEASE_ID), lease.id);
}

/** From who made this commit, leaving the same epoch, to some of those it let in. */
export function isWelcomeOf(room: Room, commit: GroupState['welcoming'], from: Place | undefined, frame: Frame): boolean {
  if (commit === undefined || from !== commit.by || frame.gen !== room.gen || frame.epoch !== commit.epoch) return false;
  const joins = new Set(commit.joins.map(({ place }) => place.conn));
  return frame.to.length > 0 && frame.to.every((conn) => joins.has(conn));
}

/** A COMMIT has its place in the order: the next epoch begins, unless another was first. */
export function takeCommit(room: Room, from: Place | undefined, frame: Frame): boolean {
  const { group } = room;
  const { lease } = group;
  if (from === undefined || lease === undefined || !isCommitOf(room, from, frame)) return false;
  // A key package that came after the LEASE is another one, and still waits.
  for (const waiting of lease.joins) if (group.waiting.get(waiting.place) === waiting) group.waiting.delete(waiting.place);
  for (const conn of lease.left) group.uncovered.delete(conn);
  group.passed.clear();
  group.lease = undefined;
  group.welcoming = { by: from, epoch: room.epoch, joins: lease.joins };
  room.epoch += 1;
  return true;
}

/** A WELCOME has its place: who is named is in the group. */
export function takeWelcome(room: Room, from: Place | undefined, frame: Frame): boolean {
  const { group, places } = room;
  if (!isWelcomeOf(room, group.welcoming, from, frame)) return false;
  group.welcoming = undefined;
  for (const conn of frame.to) {
    const place = places.get(conn);
    if (place !== undefined) group.members.add(place);
  }
  return true;
}
