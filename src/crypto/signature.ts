import { ed25519 } from '@noble/curves/ed25519.js';

/**
 * Width of the table of base-point multiples, in bits. The library's own choice (8) makes single operations a little faster, and the
 * first one a tenth of a second slower, which everybody would wait for.
 */
const WINDOW = 4;
ed25519.Point.BASE.precompute(WINDOW);

/** Ed25519 (RFC 8032), strict: no small-order keys, no second signature for one message. */
export const signature = {
  /** `seed`: 32 random bytes. */
  publicKey: (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed),
  sign: (seed: Uint8Array, message: Uint8Array): Uint8Array => ed25519.sign(message, seed),
  /** False for anything that is not a valid signature; never throws. */
  verify(publicKey: Uint8Array, message: Uint8Array, proof: Uint8Array): boolean {
    try {
      return ed25519.verify(proof, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  },
} as const;
