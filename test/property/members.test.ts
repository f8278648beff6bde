import fc from 'fast-check';
import { describe, test } from 'vitest';
import { createRoomWorld } from '../helpers/room-world.js';
import { check, play, weighted } from '../helpers/schedule.js';

const SCALE = Number(process.env['CHATTRACE_TEST_SCALE'] ?? 1);
const most = 8;

describe('members, whatever the network does', () => {
  test('see every message of everybody once and in order when breaks are short', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.array(weighted(3_000), { minLength: 10, maxLength: 80 }), async (seed, steps) => {
        check(await play(await createRoomWorld({ seed }), steps, { most }), false);
      }),
      { numRuns: Math.round(60 * SCALE), seed: 2, endOnFailure: false },
    );
  });

  test('or see a gap when a break was longer than anything is kept', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.array(weighted(400_000), { minLength: 10, maxLength: 60 }), async (seed, steps) => {
        check(await play(await createRoomWorld({ seed }), steps, { most }), true);
      }),
      { numRuns: Math.round(20 * SCALE), seed: 3, endOnFailure: false },
    );
  });
});
