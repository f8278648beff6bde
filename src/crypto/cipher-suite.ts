import type { CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';
import { equal } from '../protocol/bytes.js';
import { makeHpke } from './cipher-suite-hpke.js';
import { makeSignature } from './cipher-suite-signature.js';
import { hkdfExpand, hmacSha256, sha256 } from './hash.js';

/**
 * MLS suite 3: X25519, ChaCha20-Poly1305, SHA-256, Ed25519 (RFC 9420, section 17.1). The library's own providers need WebCrypto for all of it,
 * which a page without https does not have, and are slower.
 * `random`: as many bytes as asked for, that nobody can guess.
 */
export const makeCipherSuite = (random: (length: number) => Uint8Array): CiphersuiteImpl => ({
  name: 'MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519',
  hash: {
    digest: async (data) => sha256(data),
    mac: async (key, data) => hmacSha256(key, data),
    verifyMac: async (key, mac, data) => equal(mac, hmacSha256(key, data)),
  },
  kdf: {
    extract: async (salt, ikm) => hmacSha256(salt, ikm),
    expand: async (prk, info, length) => hkdfExpand(prk, info, length),
    size: 32,
  },
  signature: makeSignature(random),
  hpke: makeHpke(random),
  rng: { randomBytes: random },
});
