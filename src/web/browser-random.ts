import type { Random } from '../core/ports/random.js';

/** The most that getRandomValues gives at once (Web Cryptography, 10.1.1). */
const AT_ONCE = 65_536;

export const browserRandom: Random = (length) => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += AT_ONCE) crypto.getRandomValues(bytes.subarray(at, at + AT_ONCE));
  return bytes;
};
