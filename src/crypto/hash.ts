import { hmac } from '@noble/hashes/hmac.js';
import { expand, hkdf } from '@noble/hashes/hkdf.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { concat } from '../protocol/bytes.js';
import { nodeCrypto } from './node-crypto.js';

/** SHA-256 of the parts, joined: 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = concat(...parts);
  return nodeCrypto === undefined ? nobleSha256(whole) : nodeCrypto.sha256(whole);
}

/** HMAC-SHA256 of the parts, joined: 32 bytes. */
export const hmacSha256 = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array =>
  nodeCrypto === undefined ? hmac(nobleSha256, key, concat(...parts)) : nodeCrypto.hmacSha256(key, parts);

const ONE = new Uint8Array([1]);

/** HKDF-Expand (RFC 5869, section 2.3). Nearly every use is one block: said directly, it costs a third less. */
export const hkdfExpand = (prk: Uint8Array, info: Uint8Array, length: number): Uint8Array =>
  length > 32 ? expand(nobleSha256, prk, info, length) : hmacSha256(prk, info, ONE).subarray(0, length);

/** HKDF-SHA256 (RFC 5869). */
export const hkdfSha256 = (ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array =>
  hkdf(nobleSha256, ikm, salt, info, length);
