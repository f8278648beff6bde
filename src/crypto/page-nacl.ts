import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { x25519 } from '@noble/curves/ed25519.js';

/**
 * What this program uses of tweetnacl, made of packages that the page has anyway: the page's build puts it in tweetnacl's place
 * (scripts/lib/page-packages.js), which cannot be taken in parts and is an eighth of what a page may weigh. The same bytes, and the same
 * refusals: test/property/page-nacl.test.ts.
 */
export const pageNacl = {
  secretbox: Object.assign(
    (message: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array => xsalsa20poly1305(key, nonce).encrypt(message),
    { open, nonceLength: xsalsa20poly1305.nonceLength },
  ),
  scalarMult: Object.assign((secret: Uint8Array, point: Uint8Array): Uint8Array => x25519.scalarMult(secret, point), {
    base: (secret: Uint8Array): Uint8Array => x25519.scalarMultBase(secret),
  }),
} as const;

/** `null` for what was not sealed with this key and nonce; throws for what is neither. */
function open(sealed: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array | null {
  if (key.length !== 32 || nonce.length !== xsalsa20poly1305.nonceLength) throw new Error('no key, or no nonce');
  try {
    return xsalsa20poly1305(key, nonce).decrypt(sealed);
  } catch {
    return null;
  }
}
