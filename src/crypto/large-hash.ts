import { sha256 } from './hash.js';
import { nodeCrypto } from './node-crypto.js';

/** The part of WebCrypto that this file uses; a page without https has none of it. */
interface Subtle {
  digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer>;
}

const { subtle } = (globalThis as { readonly crypto?: { readonly subtle?: Subtle } }).crypto ?? {};

/**
 * SHA-256 of many bytes: 32. A page's platform hashes ten times as fast as noble, and elsewhere than where the page is drawn; the detour
 * pays from some thousand bytes on. Node needs none.
 */
export function hashLarge(bytes: Uint8Array): Uint8Array | Promise<Uint8Array> {
  if (nodeCrypto !== undefined || subtle === undefined) return sha256(bytes);
  return subtle.digest('SHA-256', bytes).then((hash) => new Uint8Array(hash));
}
