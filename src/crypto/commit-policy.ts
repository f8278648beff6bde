import { equal, toHex } from '../protocol/bytes.js';
import type { ConnId } from '../protocol/ids.js';
import { hostFingerprint } from './fingerprint.js';
import type { CommitFacts, GroupLeaf } from './group-types.js';

/** What a room knows besides its tree, the same for every member of one generation. */
export interface PolicyRoom {
  readonly pskId: Uint8Array;
  /** 16 bytes; empty: no host. */
  readonly hostFp: Uint8Array;
  /** The place that a credential names; `undefined` when it is none. */
  readonly connOf: (identity: Uint8Array) => ConnId | undefined;
}

export type CommitRefusal =
  | 'external'
  | 'proposal'
  | 'sender'
  | 'adds'
  | 'psk'
  | 'removes'
  | 'half'
  | 'host'
  | 'guest'
  | 'leaf'
  | 'identity'
  | 'place'
  | 'key';

/** One removed a leaf that had just been heard. Leaf indices before the commit. */
export interface CommitFlag {
  readonly committer: number;
  readonly removed: number;
}

const MOST_ADDS = 64;
const PSK_NONCE = 32;
/** Rooms up to this size may be emptied at once: two of three who close their lids are more than half. */
const SMALL = 4;

type Rule = (room: PolicyRoom, before: readonly GroupLeaf[], commit: CommitFacts, after: readonly GroupLeaf[]) => boolean;

/**
 * Each reason with what must hold. Tried from the top, so that every member names the same one; no rule asks for time, chance or
 * anything else that two honest members could see differently, or they would part.
 */
const rules: readonly (readonly [CommitRefusal, Rule])[] = [
  ['external', (_room, _before, commit) => !commit.external],
  ['proposal', (_room, _before, commit) => commit.others === 0],
  ['sender', senderStays],
  ['adds', (_room, _before, commit) => commit.adds.length <= MOST_ADDS],
  ['psk', (room, _before, commit) => pskFits(room.pskId, commit)],
  ['removes', (_room, before, commit) => removesFit(before, commit)],
  ['half', (_room, before, commit) => before.length <= SMALL || commit.removes.length * 2 <= before.length],
  ['host', (room, before, commit) => !before.some((leaf) => commit.removes.includes(leaf.index) && isHost(room, leaf))],
  ['guest', guestRemovesNone],
  ['leaf', (_room, before, commit, after) => isOutcome(before, commit, after)],
  ['identity', (room, _before, _commit, after) => after.every((leaf) => room.connOf(leaf.identity) !== undefined)],
  ['place', (room, _before, _commit, after) => distinct(after.map((leaf) => room.connOf(leaf.identity) ?? ''))],
  ['key', (_room, _before, _commit, after) => distinct(after.map((leaf) => toHex(leaf.sigPk)))],
];

/** Whether a commit may become the next state of a room: `undefined`, or why not (docs/protocol.md, "Policy"). Pure: all members agree. */
export function judgeCommit(
  room: PolicyRoom,
  before: readonly GroupLeaf[],
  commit: CommitFacts,
  after: readonly GroupLeaf[],
): CommitRefusal | undefined {
  return rules.find(([, holds]) => !holds(room, before, commit, after))?.[0];
}

/** What is valid, and yet worth a sentence with the committer's name. A key that comes back in the same commit was not removed. */
export function flagsOf(
  before: readonly GroupLeaf[],
  commit: CommitFacts,
  heardLately: (leaf: GroupLeaf) => boolean,
): readonly CommitFlag[] {
  const returns = (leaf: GroupLeaf): boolean => commit.adds.some((add) => equal(add.sigPk, leaf.sigPk));
  const gone = before.filter((leaf) => commit.removes.includes(leaf.index) && !returns(leaf) && heardLately(leaf));
  return gone.map((leaf) => ({ committer: commit.sender, removed: leaf.index }));
}

const at = (leaves: readonly GroupLeaf[], index: number): GroupLeaf | undefined => leaves.find((leaf) => leaf.index === index);

const isHost = (room: PolicyRoom, leaf: GroupLeaf): boolean => equal(hostFingerprint(leaf.sigPk), room.hostFp);

const isSame = (a: Pick<GroupLeaf, 'identity' | 'sigPk'>, b: Pick<GroupLeaf, 'identity' | 'sigPk'>): boolean =>
  equal(a.identity, b.identity) && equal(a.sigPk, b.sigPk);

const distinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

/** A path may carry another key or credential of its sender, and no proposal shows it (RFC 9420 §12.4.1). */
function senderStays(_room: PolicyRoom, before: readonly GroupLeaf[], commit: CommitFacts, after: readonly GroupLeaf[]): boolean {
  const was = at(before, commit.sender);
  const is = at(after, commit.sender);
  return was !== undefined && is !== undefined && isSame(was, is);
}

function pskFits(pskId: Uint8Array, commit: CommitFacts): boolean {
  if (commit.adds.length === 0) return commit.psks.length === 0;
  const [psk, ...more] = commit.psks;
  if (psk === undefined || more.length > 0) return false;
  return psk.type === 'external' && equal(psk.id, pskId) && psk.nonce.length === PSK_NONCE;
}

const removesFit = (before: readonly GroupLeaf[], commit: CommitFacts): boolean =>
  distinct(commit.removes.map(String)) && commit.removes.every((index) => index !== commit.sender && at(before, index) !== undefined);

function guestRemovesNone(room: PolicyRoom, before: readonly GroupLeaf[], commit: CommitFacts): boolean {
  if (commit.removes.length === 0) return true;
  const host = before.filter((leaf) => isHost(room, leaf));
  return host.length === 0 || host.some((leaf) => leaf.index === commit.sender);
}

/** The new leaves are the old ones without the removed and with the added: nothing else has changed. */
function isOutcome(before: readonly GroupLeaf[], commit: CommitFacts, after: readonly GroupLeaf[]): boolean {
  const stayed = before.filter((leaf) => !commit.removes.includes(leaf.index));
  const indices = new Set(stayed.map((leaf) => leaf.index));
  const fresh = after.filter((leaf) => !indices.has(leaf.index));
  if (!distinct(after.map((leaf) => String(leaf.index))) || fresh.length !== commit.adds.length) return false;
  const kept = stayed.every((leaf) => after.some((now) => now.index === leaf.index && isSame(now, leaf)));
  return kept && sameMembers(fresh, commit.adds);
}

function sameMembers(a: readonly Pick<GroupLeaf, 'identity' | 'sigPk'>[], b: readonly Pick<GroupLeaf, 'identity' | 'sigPk'>[]): boolean {
  const keys = (all: typeof a): readonly string[] => all.map((one) => `${toHex(one.identity)} ${toHex(one.sigPk)}`).toSorted();
  const others = keys(b);
  return keys(a).every((key, i) => key === others[i]);
}
