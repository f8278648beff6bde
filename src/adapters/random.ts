import { randomFillSync } from 'node:crypto';
import type { Random } from '../core/ports/random.js';

/** The operating system's randomness. */
export const systemRandom: Random = (length) => randomFillSync(new Uint8Array(length));
