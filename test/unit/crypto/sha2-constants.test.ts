import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cubeRootFractions } from '../../../src/crypto/sha2-constants.js';

/** As the library lists them; the one of 64 bits stand in quotes. */
const library = readFileSync(fileURLToPath(import.meta.resolve('@noble/hashes/sha2.js')), 'utf8');
const listed = (pattern: RegExp): readonly bigint[] => (library.match(pattern) ?? []).map((digits) => BigInt(digits.replaceAll("'", '')));

test('what the page computes are the constants that the library has', () => {
  const computed = cubeRootFractions();
  expect(computed).toHaveLength(80);
  expect(computed).toEqual(listed(/'0x[\da-f]{16}'/gu));
  expect(computed.slice(0, 64).map((constant) => constant >> 32n)).toEqual(listed(/\b0x[\da-f]{8}\b/gu).slice(0, 64));
});

test('in the time of a few frames', () => {
  const from = performance.now();
  cubeRootFractions();
  expect(performance.now() - from).toBeLessThan(200);
});
