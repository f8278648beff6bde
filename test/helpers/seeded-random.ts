import type { Random } from '../../src/core/ports/random.js';

/** Whole numbers from 0 up to `below`, the same for the same seed (mulberry32). */
export function seededNumbers(seed: number): (below: number) => number {
  let a = seed >>> 0;
  return (below) => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Bytes that look random and are the same for the same seed. For tests only. */
export function seededRandom(seed: number): Random {
  const next = seededNumbers(seed);
  return (length) => Uint8Array.from({ length }, () => next(256));
}
