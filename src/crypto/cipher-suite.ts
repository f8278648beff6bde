import type { CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { equal } from '../protocol/bytes.js';
import { makeHpke } from './cipher-suite-hpke.js';
import { makeSignature } from './cipher-suite-signature.js';

const ONE = new Uint8Array([1]);

/**
 * MLS suite 3: X25519, ChaCha20-Poly1305, SHA-256, Ed25519 (RFC 9420, section 17.1). The library's own providers need WebCrypto for all of it,
 * which a page without https does not have, and are slower.
 * `random`: as many bytes as asked for, that nobody can guess.
 */
export const makeCipherSuite = (random: (length: number) => Uint8Array): CiphersuiteImpl => ({
  name: 'MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519',
  hash: {
    digest: async (data) => sha256(data),
    mac: async (key, data) => hmac(sha256, key, data),
    verifyMac: async (key, mac, data) => equal(mac, hmac(sha256, key, data)),
  },
  kdf: {
    extract: async (salt, ikm) => extract(sha256, ikm, salt),
    // Nearly every use is one block (RFC 5869, section 2.3): said directly, it costs a third less.
    expand: async (prk, info, length) =>
      length > 32 ? expand(sha256, prk, info, length) : hmac.create(sha256, prk).update(info).update(ONE).digest().subarray(0, length),
    size: 32,
  },
  signature: makeSignature(random),
  hpke: makeHpke(random),
  rng: { randomBytes: random },
});
