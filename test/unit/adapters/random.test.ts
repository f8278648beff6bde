import { expect, test } from 'vitest';
import { systemRandom } from '../../../src/adapters/random.js';

test('gives as many bytes as asked for, in memory of their own', () => {
  for (const length of [0, 1, 16, 100_000]) {
    const bytes = systemRandom(length);
    expect(bytes).toHaveLength(length);
    expect(bytes.buffer.byteLength).toBe(length);
  }
});

test('never the same twice, and every value comes', () => {
  expect(systemRandom(32)).not.toEqual(systemRandom(32));
  expect(new Set(systemRandom(20_000)).size).toBe(256);
});
