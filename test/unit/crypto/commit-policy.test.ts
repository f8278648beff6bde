import { describe, expect, test } from 'vitest';
import { flagsOf, judgeCommit, type PolicyRoom } from '../../../src/crypto/commit-policy.js';
import { hostFingerprint } from '../../../src/crypto/fingerprint.js';
import type { CommitFacts, GroupLeaf, PackageInfo } from '../../../src/crypto/group-types.js';
import { ids } from '../../../src/protocol/ids.js';

/** A member by number: its identity names its place in the first 16 bytes; a number above 255 makes no sense. */
const member = (number: number): Omit<PackageInfo, 'reference'> => ({
  identity: new Uint8Array(20).fill(number),
  sigPk: new Uint8Array(32).fill(number),
});
const leaf = (index: number, number = index + 1): GroupLeaf => ({ index, ...member(number) });
const leaves = (count: number): GroupLeaf[] => Array.from({ length: count }, (_none, index) => leaf(index));
const added = (number: number): PackageInfo => ({ ...member(number), reference: new Uint8Array(32).fill(number) });
const without = (all: readonly GroupLeaf[], ...removes: readonly number[]): GroupLeaf[] =>
  all.filter((one) => !removes.includes(one.index));

const pskId = new Uint8Array([1, 2, 3]);
const psk = { type: 'external', id: pskId, nonce: new Uint8Array(32) };
const blind: PolicyRoom = {
  pskId,
  hostFp: new Uint8Array(0),
  connOf: (identity) => (identity.length === 20 ? ids.conn(identity.subarray(0, 16)) : undefined),
};
/** The host is member 1, on leaf 0. */
const hosted: PolicyRoom = { ...blind, hostFp: hostFingerprint(member(1).sigPk) };
const path: CommitFacts = { sender: 0, external: false, adds: [], removes: [], psks: [], others: 0 };
const range = (from: number, count: number): number[] => Array.from({ length: count }, (_none, i) => from + i);

/** A commit with what follows from it, so that a case changes one thing. */
const judge = (
  room: PolicyRoom,
  before: readonly GroupLeaf[],
  change: Partial<CommitFacts>,
  after?: readonly GroupLeaf[],
): string | undefined => {
  const commit = { ...path, ...change };
  if (change.psks === undefined && commit.adds.length > 0) commit.psks = [psk];
  const free = range(0, 300).filter((index) => !before.some((one) => one.index === index) || commit.removes.includes(index));
  const fresh = commit.adds.map((add, i) => ({ index: free[i] ?? -1, identity: add.identity, sigPk: add.sigPk }));
  return judgeCommit(room, before, commit, after ?? [...without(before, ...commit.removes), ...fresh]);
};

describe('a commit is taken that', () => {
  test.each([
    ['renews a path', blind, leaves(3), {}],
    ['adds one, with the key of the link', blind, leaves(3), { adds: [added(9)] }],
    ['removes one, in a room without a host', blind, leaves(3), { removes: [2] }],
    ['removes one, by the host', hosted, leaves(3), { removes: [2] }],
    ['removes one whose leaf it fills at once', blind, leaves(3), { removes: [1], adds: [added(9)] }],
    ['lets a key come back on a new leaf', blind, leaves(3), { removes: [1], adds: [added(2)] }],
    ['adds, by a guest, while the host is there', hosted, leaves(3), { sender: 1, adds: [added(9)] }],
    ['adds 64', blind, leaves(2), { adds: range(100, 64).map(added) }],
    ['removes all others of four', blind, leaves(4), { removes: [1, 2, 3] }],
    ['removes two of five', blind, leaves(5), { removes: [1, 2] }],
    ['removes three of six', blind, leaves(6), { removes: [1, 2, 3] }],
    ['counts the half before, not after, its adds', blind, leaves(6), { removes: [1, 2, 3], adds: [added(9)] }],
    ['is of a guest, where the host was and is no more', hosted, without(leaves(4), 0), { sender: 1, removes: [2] }],
    ['lets the host in', hosted, without(leaves(3), 0), { sender: 1, adds: [added(1)] }],
  ] as const)('%s', (_name, room, before, change) => {
    expect(judge(room, before, change)).toBeUndefined();
  });
});

describe('a commit is refused that', () => {
  test.each([
    ['comes from outside', 'external', { external: true }],
    ['holds another proposal, or one by reference', 'proposal', { others: 1 }],
    ['has a sender that was no leaf', 'sender', { sender: 3 }],
    ['adds 65', 'adds', { adds: range(100, 65).map(added) }],
    ['adds without a PSK', 'psk', { adds: [added(9)], psks: [] }],
    ['adds with two', 'psk', { adds: [added(9)], psks: [psk, psk] }],
    ['adds with that of another generation', 'psk', { adds: [added(9)], psks: [{ ...psk, id: new Uint8Array([1, 2, 4]) }] }],
    ['adds with an id cut short', 'psk', { adds: [added(9)], psks: [{ ...psk, id: new Uint8Array([1, 2]) }] }],
    ['adds with a nonce of 31 bytes', 'psk', { adds: [added(9)], psks: [{ ...psk, nonce: new Uint8Array(31) }] }],
    ['adds with a nonce of 33 bytes', 'psk', { adds: [added(9)], psks: [{ ...psk, nonce: new Uint8Array(33) }] }],
    ['adds with a resumption PSK', 'psk', { adds: [added(9)], psks: [{ ...psk, type: 'resumption' }] }],
    ['adds with the right PSK and a resumption PSK', 'psk', { adds: [added(9)], psks: [psk, { ...psk, type: 'resumption' }] }],
    ['brings a PSK and adds nobody', 'psk', { psks: [psk] }],
    ['removes and brings a PSK', 'psk', { removes: [1], psks: [psk] }],
    ['removes a leaf twice', 'removes', { removes: [1, 1] }],
    ['removes a leaf that is not there', 'removes', { removes: [3] }],
    ['adds a place that is there', 'place', { adds: [{ ...added(9), identity: new Uint8Array(20).fill(2, 0, 16) }] }],
    ['adds a key that is there', 'key', { adds: [{ ...added(9), sigPk: member(2).sigPk }] }],
    ['adds two of one place', 'place', { adds: [added(9), { ...added(10), identity: new Uint8Array(20).fill(9, 0, 16) }] }],
    ['adds two of one key', 'key', { adds: [added(9), { ...added(10), sigPk: member(9).sigPk }] }],
    ['adds an identity that names no place', 'identity', { adds: [{ ...added(9), identity: new Uint8Array(3) }] }],
  ] as const)('%s', (_name, reason, change) => {
    expect(judge(blind, leaves(3), change)).toBe(reason);
  });

  test('removes its own sender', () => {
    expect(judge(blind, leaves(3), { removes: [0] }, leaves(3))).toBe('removes');
    expect(judge(blind, leaves(3), { removes: [0] })).toBe('sender');
  });

  test.each([
    [5, [1, 2, 3]],
    [6, [1, 2, 3, 4]],
    [7, [1, 2, 3, 4]],
  ])('removes more than half of %i', (count, removes) => {
    expect(judge(blind, leaves(count), { removes })).toBe('half');
  });

  test('removes the host, by whomever, even with a new leaf for it', () => {
    expect(judge(hosted, leaves(3), { sender: 1, removes: [0] })).toBe('host');
    expect(judge(hosted, leaves(3), { sender: 1, removes: [0], adds: [added(1)] })).toBe('host');
  });

  test('removes another, by a guest, while the host is there', () => {
    expect(judge(hosted, leaves(3), { sender: 1, removes: [2] })).toBe('guest');
  });
});

describe('a path that changes, unseen,', () => {
  test.each([
    ['the key of its sender', 'sender', { index: 0, identity: member(1).identity, sigPk: member(9).sigPk }],
    ['the name of its sender', 'sender', { index: 0, identity: member(9).identity, sigPk: member(1).sigPk }],
    ['the key of another', 'leaf', { index: 2, identity: member(3).identity, sigPk: member(9).sigPk }],
    ['the name of another', 'leaf', { index: 2, identity: member(9).identity, sigPk: member(3).sigPk }],
  ] as const)('%s is refused', (_name, reason, now) => {
    expect(judge(blind, leaves(3), {}, [...without(leaves(3), now.index), now])).toBe(reason);
  });
});

describe('a new tree that does not follow from the proposals is refused:', () => {
  const adds = { adds: [added(9)] };
  test.each([
    ['one is gone', {}, without(leaves(3), 1)],
    ['one is new', {}, [...leaves(3), leaf(3, 9)]],
    ['one that was removed is there', { removes: [1] }, leaves(3)],
    ['one that was added is not there', adds, leaves(3)],
    ['another came instead of the one added', adds, [...leaves(3), leaf(3, 8)]],
    ['it came with another key', adds, [...leaves(3), { index: 3, identity: member(9).identity, sigPk: member(8).sigPk }]],
    ['it came twice', adds, [...leaves(3), leaf(3, 9), leaf(4, 9)]],
    ['a leaf has moved', {}, [leaf(0), leaf(1), leaf(3, 3)]],
    ['two have one index', {}, [...leaves(3), leaf(2, 9)]],
    ['the one added has the index of another', adds, [...leaves(3), leaf(2, 9)]],
  ] as const)('%s', (_name, change, after) => {
    expect(judge(blind, leaves(3), change, after)).toBe('leaf');
  });
});

describe('a flag names', () => {
  const removal = { ...path, removes: [1, 2] };
  test('who removed whom, when that one had just been heard', () => {
    expect(flagsOf(leaves(4), removal, (one) => one.index === 2)).toEqual([{ committer: 0, removed: 2 }]);
  });

  test('nobody, when none was heard, or when the heard one stays', () => {
    expect(flagsOf(leaves(4), removal, () => false)).toEqual([]);
    expect(flagsOf(leaves(4), removal, (one) => one.index === 3)).toEqual([]);
  });

  test('nobody who comes back in the same commit', () => {
    expect(flagsOf(leaves(4), { ...removal, adds: [added(3)] }, () => true)).toEqual([{ committer: 0, removed: 1 }]);
  });
});
