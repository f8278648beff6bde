import { hmac } from '@noble/hashes/hmac.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { concat } from '../protocol/bytes.js';

/** SHA-256 of the parts, joined: 32 bytes. */
export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => nobleSha256(concat(...parts));

/** HMAC-SHA256 of the parts, joined: 32 bytes. */
export const hmacSha256 = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array => hmac(nobleSha256, key, concat(...parts));

/** HKDF-SHA256 (RFC 5869). */
export const hkdfSha256 = (ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array =>
  hkdf(nobleSha256, ikm, salt, info, length);
