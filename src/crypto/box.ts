import nacl from 'tweetnacl';
import { concat } from '../protocol/bytes.js';

/** XSalsa20-Poly1305 with the 24-byte nonce in front. */
export const box = {
  seal: (key: Uint8Array, message: Uint8Array, nonce: Uint8Array): Uint8Array => concat(nonce, nacl.secretbox(message, nonce, key)),
  open(key: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
    const length = nacl.secretbox.nonceLength;
    if (sealed.length < length) return undefined;
    return nacl.secretbox.open(sealed.subarray(length), sealed.subarray(0, length), key) ?? undefined;
  },
} as const;
