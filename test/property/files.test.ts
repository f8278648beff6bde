import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Transfer } from '../../src/client/view.js';
import { limits } from '../../src/protocol/limits.js';
import { fileOf } from '../helpers/file-room.js';
import { createFileWorld, type FileWorld, type Party } from '../helpers/file-world.js';

const who = fc.nat(3);
const step = fc.oneof(
  { weight: 10, arbitrary: fc.record({ type: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 8 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('harm' as const), at: fc.nat(3), how: fc.constantFrom('lose', 'double', 'change', 'early') }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('get' as const), who }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('pause' as const, 'cancel' as const), who }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('break' as const), who, anew: fc.boolean(), ms: fc.nat(3_000) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 15_000 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('leave' as const), who: fc.constant(3) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const altered = (bulk: Uint8Array): Uint8Array => bulk.map((byte, at) => (at === bulk.length - 1 ? byte ^ 1 : byte));
const harms = {
  lose: () => [],
  double: (bulk: Uint8Array) => [bulk, bulk],
  change: (bulk: Uint8Array) => [altered(bulk)],
  early: (bulk: Uint8Array) => [bulk],
};

/** What happens to the file with this key in all views; who has asked for it and not given it up. */
async function play(world: FileWorld, key: number, steps: readonly Step[]): Promise<ReadonlySet<Party>> {
  const [owner, ...others] = world.parties as [Party, ...Party[]];
  const wanted = new Set(others);
  for (const { files } of others) files.get(key);
  for (const one of steps) {
    const party = 'who' in one ? (world.parties[one.who] as Party) : owner;
    if (one.type === 'deliver') {
      for (let i = 0; i < one.count; i++) {
        await world.turn();
        world.deliver();
      }
    }
    if (one.type === 'harm') harm(world, one.how === 'early' ? one.at : 0, harms[one.how]);
    if (one.type === 'time') world.clock.advance(one.ms);
    if (one.type === 'break' && party.here) {
      world.cut(party);
      world.clock.advance(one.ms);
      await world.turn();
      world.back(party, one.anew);
    }
    if (party !== owner && party.here) act(world, one.type, party, key, wanted);
    await world.turn();
  }
  return wanted;
}

/** To a chunk or a receipt that is on its way. */
function harm(world: FileWorld, which: number, how: (bulk: Uint8Array) => readonly Uint8Array[]): void {
  const bulks = world.onItsWay.flatMap(({ bulk }, at) => (bulk === undefined ? [] : [at]));
  const at = bulks[which] ?? bulks[0];
  if (at !== undefined) world.deliver(at, how);
}

function act(world: FileWorld, type: Step['type'], party: Party, key: number, wanted: Set<Party>): void {
  if (type === 'get' && party.files.get(key).ok) wanted.add(party);
  if (type === 'pause') party.files.pause(key);
  if (type === 'leave') world.leave(party);
  if (type !== 'cancel') return;
  party.files.cancel(key);
  wanted.delete(party);
}

const isIn = (states: readonly Transfer['state'][], { state }: Transfer): boolean => states.includes(state);

test('whatever is lost, doubled, changed or broken: who asked and stayed has exactly the bytes, or is told why not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), fc.nat(1_000), async (steps, chunks, seed) => {
      const world = createFileWorld(4, seed);
      const [owner] = world.parties as [Party];
      const file = fileOf(chunks * limits.fileChunkBytes - seed);
      const offered = await owner.files.offer(file);
      if (!offered.ok) throw new Error(offered.reason);
      await world.run(100);
      const wanted = await play(world, offered.value, steps);
      // Who paused wants it now, and nothing is harmed any more.
      for (const party of wanted) if (party.here && party.transfers.get(offered.value)?.state !== 'stopped') party.files.get(offered.value);
      await world.run(150_000);
      for (const party of wanted) {
        if (!party.here) continue;
        const transfer = party.transfers.get(offered.value) as Transfer;
        expect(isIn(['here', 'stopped'], transfer), JSON.stringify(transfer)).toBe(true);
        if (transfer.state === 'stopped') expect(transfer).toMatchObject({ reason: 'corrupt' });
        else expect(Buffer.compare(party.files.content(offered.value) as Uint8Array, file.content)).toBe(0);
        if (transfer.state === 'stopped') expect(party.files.content(offered.value)).toBeUndefined();
      }
      expect(Math.min(...world.parties.map(({ credit }) => credit)), 'nobody sends beyond its credit').toBeGreaterThanOrEqual(0);
      expect(owner.warnings).toEqual([]);
    }),
    { numRuns: 25, seed: 7 },
  );
});
