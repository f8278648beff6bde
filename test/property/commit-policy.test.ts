import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeCommit, type PolicyRoom } from '../../src/crypto/commit-policy.js';
import { hostFingerprint } from '../../src/crypto/fingerprint.js';
import type { CommitFacts, GroupLeaf, PackageInfo } from '../../src/crypto/group-types.js';
import { ids } from '../../src/protocol/ids.js';

const pskId = new Uint8Array([7]);
const key = (number: number): Uint8Array => new Uint8Array(32).fill(number);
const identity = (number: number): Uint8Array => new Uint8Array(number === 0 ? 3 : 16).fill(number);
const room = (host: number): PolicyRoom => ({
  pskId,
  hostFp: host === 0 ? new Uint8Array(0) : hostFingerprint(key(host)),
  connOf: (bytes) => (bytes.length === 16 ? ids.conn(bytes) : undefined),
});

interface Case {
  readonly room: PolicyRoom;
  readonly before: readonly GroupLeaf[];
  readonly commit: CommitFacts;
  readonly after: readonly GroupLeaf[];
}

/** Few numbers, so that doubles, strangers and returns come often; the new tree follows from the commit, or is spoilt in one place. */
const small = fc.integer({ min: 0, max: 9 });
const psk = fc.record({
  type: fc.constantFrom('external', 'external', 'external', 'resumption'),
  id: fc.constantFrom(pskId, pskId, pskId, new Uint8Array([8])),
  nonce: fc.constantFrom(new Uint8Array(32), new Uint8Array(32), new Uint8Array(31)),
});
const anyCase: fc.Arbitrary<Case> = fc
  .record({
    host: fc.constantFrom(0, 0, 1, 2),
    count: fc.integer({ min: 1, max: 8 }),
    sender: fc.constantFrom(0, 0, 0, 0, 1, 8),
    adds: fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.boolean()), { maxLength: 3 }),
    removes: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 3 }),
    psks: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.array(psk, { maxLength: 2 })),
    others: fc.constantFrom(0, 0, 0, 0, 0, 0, 1),
    external: fc.constantFrom(false, false, false, false, false, false, true),
    /** A place beyond the tree spoils nothing. */
    spoil: fc.tuple(fc.integer({ min: 0, max: 25 }), small, small),
  })
  .map(({ host, count, adds, psks, spoil, ...rest }) => {
    const before = Array.from({ length: count }, (_none, index) => ({ index, identity: identity(index + 1), sigPk: key(index + 1) }));
    const packages = adds.map(([number, other]): PackageInfo => {
      return { identity: identity(number), sigPk: key(other ? number : number + 100), reference: key(number) };
    });
    const after: GroupLeaf[] = before.filter((leaf) => !rest.removes.includes(leaf.index));
    for (const [i, { reference: _reference, ...add }] of packages.entries()) after.push({ index: 20 + i, ...add });
    const [place, name, signer] = spoil;
    const spoilt = after[place];
    if (spoilt !== undefined) after[place] = { index: spoilt.index, identity: identity(name), sigPk: key(signer) };
    const brought = psks ?? (packages.length > 0 ? [{ type: 'external', id: pskId, nonce: new Uint8Array(32) }] : []);
    return { room: room(host), before, commit: { ...rest, adds: packages, psks: brought }, after };
  });

const decide = (one: Case): string | undefined => judgeCommit(one.room, one.before, one.commit, one.after);
const copyOf = (one: Case): Case => ({ ...structuredClone({ ...one, room: undefined }), room: one.room });

test('the decision does not depend on the order of leaves, or of proposals of one kind', () => {
  const shuffled = anyCase.chain((one) => {
    const mix = <T>(all: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...all], { minLength: all.length });
    const mixed = fc.tuple(mix(one.before), mix(one.after), mix(one.commit.adds), mix(one.commit.removes), mix(one.commit.psks));
    return mixed.map(([before, after, adds, removes, psks]): readonly [Case, Case] => {
      return [one, { room: one.room, before, commit: { ...one.commit, adds, removes, psks }, after }];
    });
  });
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      expect(decide(other)).toBe(decide(one));
    }),
    { numRuns: 3000 },
  );
});

test('two members with equal state decide equally, twice, and change nothing of what they were given', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const copy = copyOf(one);
      const first = decide(one);
      expect(decide(copy)).toBe(first);
      expect(decide(one)).toBe(first);
      expect(copyOf(one)).toEqual(copy);
    }),
    { numRuns: 1000 },
  );
});

test('what is taken leaves each key and place once, the sender as it was and the host where it was', () => {
  let taken = 0;
  fc.assert(
    fc.property(anyCase, (one) => {
      if (decide(one) !== undefined) return;
      taken += 1;
      const { before, after, commit } = one;
      const at = (all: readonly GroupLeaf[], index: number): GroupLeaf | undefined => all.find((leaf) => leaf.index === index);
      expect(new Set(after.map((leaf) => leaf.sigPk[0])).size).toBe(after.length);
      expect(new Set(after.map((leaf) => one.room.connOf(leaf.identity))).size).toBe(after.length);
      expect(at(after, commit.sender)).toEqual(at(before, commit.sender));
      expect(after.length).toBe(before.length - commit.removes.length + commit.adds.length);
      const host = before.find((leaf) => hostFingerprint(leaf.sigPk).join() === one.room.hostFp.join());
      if (host !== undefined) expect(at(after, host.index)).toEqual(host);
    }),
    { numRuns: 3000 },
  );
  expect(taken).toBeGreaterThan(100);
});
