import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type * as CipherSuite from '../../src/crypto/cipher-suite.js';
import { limits } from '../../src/protocol/limits.js';
import { standingOf } from '../helpers/group-registry.js';
import { KeyUses } from '../helpers/key-uses.js';
import { nuisance } from '../helpers/nuisance.js';
import { createRoomWorld } from '../helpers/room-world.js';
import { check, checkPrivate, isHere, play, weighted, type Played } from '../helpers/schedule.js';

const SCALE = Number(process.env['CHATTRACE_TEST_SCALE'] ?? 1);
const most = 12;

const uses = vi.hoisted((): { of: KeyUses | undefined } => ({ of: undefined }));
vi.mock('../../src/crypto/cipher-suite.js', async (original) => {
  const { makeCipherSuite } = await original<typeof CipherSuite>();
  return { makeCipherSuite: (...all: Parameters<typeof makeCipherSuite>) => uses.of?.watch(makeCipherSuite(...all)) };
});

const keys = new KeyUses();
uses.of = keys;
beforeEach(() => keys.clear());

/** All who are here are in one group, at one epoch, agree on everything before it, and see each other. */
function converged({ actors }: Played): void {
  const here = actors.filter(isHere);
  const names = here.map(({ name }) => name).toSorted();
  for (const { guest, name } of here) {
    const { phase, confirmed, members } = guest.member.view;
    expect({ name, phase, confirmed }).toEqual({ name, phase: 'joined', confirmed: true });
    const honest = members.map(({ nick }) => nick).filter((nick) => nick !== 'mallory');
    expect(honest.toSorted(), `who is here, says ${name}`).toEqual(names);
  }
  const standings = here.map(({ guest }) => standingOf(guest));
  expect(standings).not.toContain(undefined);
  expect(new Set(standings).size, standings.join(' ')).toBeLessThanOrEqual(1);
  expect(keys.twice, 'keys that sealed twice').toEqual([]);
  if (here.length > 0) expect(keys.count, 'keys that were watched').toBeGreaterThan(0);
}

interface Kind {
  readonly title: string;
  readonly hosted: boolean;
  readonly longest: number;
  readonly hostility: number;
  readonly spoils?: boolean;
  readonly gapsMay: boolean;
  readonly runs: number;
  readonly healMs?: number;
}

const kinds: readonly Kind[] = [
  { title: 'short breaks, with a host', hosted: true, longest: 3_000, hostility: 0, gapsMay: false, runs: 4 },
  { title: 'short breaks, with a host and a nuisance', hosted: true, longest: 3_000, hostility: 6, gapsMay: false, runs: 4 },
  // Who made the group and broke off before it spoke makes another one, and sees a gap in which nothing was said.
  { title: 'short breaks, without a host', hosted: false, longest: 3_000, hostility: 0, gapsMay: true, runs: 3 },
  {
    title: 'short breaks, without a host, with a nuisance',
    hosted: false,
    longest: 3_000,
    hostility: 6,
    gapsMay: true,
    runs: 3,
    healMs: 90_000,
  },
  { title: 'long breaks', hosted: true, longest: 400_000, hostility: 0, gapsMay: true, runs: 3 },
  { title: 'long breaks, without a host', hosted: false, longest: 400_000, hostility: 2, gapsMay: true, runs: 3, healMs: 90_000 },
  {
    title: 'commits that nobody can open',
    hosted: true,
    longest: 5_000,
    hostility: 6,
    spoils: true,
    gapsMay: true,
    runs: 3,
    healMs: 120_000,
  },
  { title: 'the same without a host', hosted: false, longest: 5_000, hostility: 6, spoils: true, gapsMay: true, runs: 3, healMs: 120_000 },
];

describe('members of a group, whatever the network and one guest do', () => {
  test.each(kinds)('$title', { timeout: 600_000 }, async ({ hosted, longest, hostility, spoils, gapsMay, runs, healMs }) => {
    const schedule = fc.array(weighted(longest, hostility, 6), { minLength: 10, maxLength: 80, size: 'max' });
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.nat(most - 1), schedule, async (seed, begin, steps) => {
        keys.clear();
        const world = await createRoomWorld({ seed, mode: 'mls', hosted });
        const hostile = hostility === 0 ? {} : { hostile: await nuisance(world, seed, spoils) };
        const played = await play(world, steps, {
          most,
          begin,
          allMayLeave: !hosted,
          ...hostile,
          ...(healMs === undefined ? {} : { healMs }),
        });
        check(played, gapsMay);
        checkPrivate(played, gapsMay);
        // Who broke off and then left is in the list until its place is given up.
        await world.run(limits.awayMs + 60_000, 5_000);
        converged(played);
      }),
      { numRuns: Math.ceil(runs * SCALE), seed: 4, endOnFailure: false },
    );
  });
});
