import type { Hpke, PrivateKey, PublicKey } from 'ts-mls/crypto/hpke.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { extract, expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, equal, fromHex } from '../protocol/bytes.js';
import { encodeUtf8 } from '../protocol/utf8.js';

const EMPTY = new Uint8Array(0);
/** RFC 9180, section 7: DHKEM(X25519, HKDF-SHA256) = 0x0020, HKDF-SHA256 = 0x0001, ChaCha20Poly1305 = 0x0003. */
const KEM = concat(encodeUtf8('KEM'), new Uint8Array([0, 0x20]));
const SUITE = concat(encodeUtf8('HPKE'), new Uint8Array([0, 0x20, 0, 1, 0, 3]));
const VERSION = encodeUtf8('HPKE-v1');

/** The library's type for a key is the platform's; ours is 32 bytes in a box, and only this file opens it. */
interface RawKey {
  readonly bytes: Uint8Array;
}

const boxed = (bytes: Uint8Array): RawKey => ({ bytes });
const unboxed = (key: object): Uint8Array => (key as RawKey).bytes;
const privateOf = (bytes: Uint8Array): PrivateKey => boxed(bytes) as object as PrivateKey;
const publicOf = (bytes: Uint8Array): PublicKey => boxed(bytes) as object as PublicKey;

/** HPKE in base mode (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305. */
export function makeHpke(random: (length: number) => Uint8Array): Hpke {
  return {
    async open(privateKey, enc, sealed, info, aad) {
      const { key, nonce } = schedule(decap(enc, privateKey), info);
      return chacha20poly1305(key, nonce, aad ?? EMPTY).decrypt(sealed);
    },
    async seal(publicKey, message, info, aad) {
      const { enc, shared } = encap(publicKey, random(32));
      const { key, nonce } = schedule(shared, info);
      return { enc, ct: chacha20poly1305(key, nonce, aad ?? EMPTY).encrypt(message) };
    },
    async exportSecret(publicKey, context, length, info) {
      const { enc, shared } = encap(publicKey, random(32));
      return { enc, secret: labeledExpand(SUITE, schedule(shared, info).exporter, 'sec', context, length) };
    },
    importSecret: async (privateKey, context, enc, length, info) =>
      labeledExpand(SUITE, schedule(decap(enc, privateKey), info).exporter, 'sec', context, length),
    importPrivateKey: async (bytes) => privateOf(bytes32(bytes)),
    importPublicKey: async (bytes) => publicOf(bytes32(bytes)),
    exportPublicKey: async (key) => unboxed(key),
    exportPrivateKey: async (key) => unboxed(key),
    encryptAead: async (key, nonce, aad, message) => chacha20poly1305(key, nonce, aad ?? EMPTY).encrypt(message),
    decryptAead: async (key, nonce, aad, sealed) => chacha20poly1305(key, nonce, aad ?? EMPTY).decrypt(sealed),
    deriveKeyPair: async (ikm) => keyPair(labeledExpand(KEM, labeledExtract(KEM, EMPTY, 'dkp_prk', ikm), 'sk', EMPTY, 32)),
    generateKeyPair: async () => keyPair(random(32)),
    keyLength: 32,
    nonceLength: 12,
  };
}

/** Whether nothing can be sealed to this key: not 32 bytes, or of small order. A leaf that has one breaks the next commit of everybody else. */
export function isUselessKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return true;
  const masked = publicKey.slice();
  masked[31] = (masked[31] as number) & 0x7f;
  return SMALL_ORDER.some((point) => equal(point, masked));
}

export const isKeyPair = (secret: Uint8Array, publicKey: Uint8Array): boolean => equal(x25519.getPublicKey(secret), publicKey);

/** Every u of small order, also those that are not canonical (https://cr.yp.to/ecdh.html#validate), without the unused top bit. */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((hex) => fromHex(hex) as Uint8Array);

/** Encap of RFC 9180, section 4.1; ends the ephemeral secret. */
function encap(publicKey: PublicKey, ephemeral: Uint8Array): { enc: Uint8Array; shared: Uint8Array } {
  const enc = x25519.getPublicKey(ephemeral);
  const receiver = unboxed(publicKey);
  const shared = sharedSecret(diffieHellman(ephemeral, receiver), enc, receiver);
  ephemeral.fill(0);
  return { enc, shared };
}

function decap(enc: Uint8Array, privateKey: PrivateKey): Uint8Array {
  const own = unboxed(privateKey);
  return sharedSecret(diffieHellman(own, enc), enc, x25519.getPublicKey(own));
}

const keyPair = (secret: Uint8Array): { privateKey: PrivateKey; publicKey: PublicKey } => ({
  privateKey: privateOf(secret),
  publicKey: publicOf(x25519.getPublicKey(secret)),
});

function bytes32(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== 32) throw new Error('X25519: a key has 32 bytes');
  return bytes;
}

/** RFC 9180, section 7.1.4: an all-zero result, from a key of small order, is refused. noble throws on it too; this does not lean on that. */
export function diffieHellman(secret: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const shared = x25519.getSharedSecret(secret, bytes32(publicKey));
  let any = 0;
  for (const byte of shared) any |= byte;
  if (any === 0) throw new Error('X25519: a key of small order');
  return shared;
}

/** ExtractAndExpand of RFC 9180, section 4.1. */
const sharedSecret = (dh: Uint8Array, enc: Uint8Array, receiver: Uint8Array): Uint8Array =>
  labeledExpand(KEM, labeledExtract(KEM, EMPTY, 'eae_prk', dh), 'shared_secret', concat(enc, receiver), 32);

/** KeySchedule of RFC 9180, section 5.1, in base mode. */
function schedule(shared: Uint8Array, info: Uint8Array): { key: Uint8Array; nonce: Uint8Array; exporter: Uint8Array } {
  const context = concat(
    new Uint8Array([0]),
    labeledExtract(SUITE, EMPTY, 'psk_id_hash', EMPTY),
    labeledExtract(SUITE, EMPTY, 'info_hash', info),
  );
  const secret = labeledExtract(SUITE, shared, 'secret', EMPTY);
  return {
    key: labeledExpand(SUITE, secret, 'key', context, 32),
    nonce: labeledExpand(SUITE, secret, 'base_nonce', context, 12),
    exporter: labeledExpand(SUITE, secret, 'exp', context, 32),
  };
}

/** RFC 9180, section 4. */
const labeledExtract = (suite: Uint8Array, salt: Uint8Array, label: string, ikm: Uint8Array): Uint8Array =>
  extract(sha256, concat(VERSION, suite, encodeUtf8(label), ikm), salt);

function labeledExpand(suite: Uint8Array, prk: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array {
  const size = new Uint8Array([length >> 8, length & 0xff]);
  return expand(sha256, prk, concat(size, VERSION, suite, encodeUtf8(label), info), length);
}
