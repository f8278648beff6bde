import { describe, expect, test } from 'vitest';
import { Renewal } from '../../../../src/client/cipher/mls/renewal.js';
import type { CommitFacts } from '../../../../src/crypto/group-types.js';
import type { Group } from '../../../../src/crypto/group.js';

const NOW = 1_000_000;
const YEAR = 31_536_000_000;

/** As far as this looks at one: how many are in it, and who we are. */
const groupOf = (count: number, self: number): Group =>
  ({ self: { index: self }, leaves: Array.from({ length: count }, (_, index) => ({ index })) }) as unknown as Group;

const by = (sender: number, change: Partial<CommitFacts> = {}): CommitFacts => ({
  sender,
  external: false,
  adds: [],
  removes: [],
  psks: [],
  others: 0,
  ...change,
});

const added = { identity: new Uint8Array(1), sigPk: new Uint8Array(32), reference: new Uint8Array(32) };
const first = groupOf(3, 0);
const other = groupOf(3, 1);
const renewalOf = (chance: number, founder: boolean): Renewal => new Renewal((length) => new Uint8Array(length).fill(chance), NOW, founder);

/** Others' commits with a path, so that what a newcomer owes is out of the way. */
function settled(group: Group): Renewal {
  const renewal = renewalOf(0, false);
  renewal.committed(by(group.self.index), group, NOW);
  return renewal;
}

describe('new keys of our own', () => {
  test.each([
    [0, 60_000],
    [128, 90_000],
    [255, 119_765.625],
  ])('are due once, 60 to 120 s after we came (chance %i)', (chance, ms) => {
    const renewal = renewalOf(chance, false);
    expect(renewal.due(other, NOW) - NOW).toBe(ms);
    renewal.committed(by(1), other, NOW + ms);
    expect(renewal.due(other, NOW + ms)).toBe(Number.POSITIVE_INFINITY);
  });

  test('are not made by somebody else’s commit, nor by one of ours without a path', () => {
    const renewal = renewalOf(0, false);
    renewal.committed(by(0), other, NOW + 1_000);
    renewal.committed(by(1, { adds: [added] }), other, NOW + 1_000);
    expect(renewal.due(other, NOW + 1_000)).toBe(NOW + 60_000);
    renewal.committed(by(1, { adds: [added], removes: [2] }), other, NOW + 1_000);
    expect(renewal.due(other, NOW + 1_000)).toBe(Number.POSITIVE_INFINITY);
  });

  test('are for the first leaf to make every 10 minutes after the last path of anybody', () => {
    const renewal = renewalOf(0, true);
    expect(renewal.due(first, NOW)).toBe(NOW + 600_000);
    renewal.committed(by(2, { adds: [added] }), first, NOW + 100_000);
    expect(renewal.due(first, NOW + 100_000)).toBe(NOW + 600_000);
    renewal.committed(by(2), first, NOW + 100_000);
    expect(renewal.due(first, NOW + 100_000)).toBe(NOW + 700_000);
    expect(settled(other).due(other, NOW + YEAR)).toBe(Number.POSITIVE_INFINITY);
  });

  test('and after 100 messages, of which the next 100 begin with the path', () => {
    const renewal = renewalOf(0, true);
    for (let i = 0; i < 99; i++) renewal.counted();
    expect(renewal.due(first, NOW + 5_000)).toBe(NOW + 600_000);
    renewal.counted();
    expect(renewal.due(first, NOW + 5_000)).toBe(NOW + 5_000);
    renewal.committed(by(1), first, NOW + 5_000);
    expect(renewal.due(first, NOW + 5_000)).toBe(NOW + 605_000);
  });

  test.each([
    [2, 2_000],
    [50, 2_000],
    [51, 5_000],
    [200, 5_000],
    [201, 10_000],
    [500, 10_000],
  ])('of %i leaves wait %i ms after the last path, whoever made it', (count, ms) => {
    const group = groupOf(count, 0);
    const renewal = renewalOf(0, true);
    renewal.committed(by(1), group, NOW);
    for (let i = 0; i < 100; i++) renewal.counted();
    expect(renewal.due(group, NOW)).toBe(NOW + ms);
  });

  test('are asked for again 15 s later, when the relay gave no lease', () => {
    const renewal = renewalOf(0, true);
    for (let i = 0; i < 100; i++) renewal.counted();
    renewal.ask(NOW + 5_000);
    expect([renewal.asked(NOW + 5_000), renewal.due(first, NOW + 5_000)]).toEqual([true, NOW + 20_000]);
    expect(renewal.asked(NOW + 20_000)).toBe(false);
  });
});
