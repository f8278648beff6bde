import type { Hpke, PrivateKey, PublicKey } from 'ts-mls/crypto/hpke.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concat } from '../protocol/bytes.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { diffieHellman, makeAgreement, publicOf, type Agreed } from './cipher-suite-x25519.js';
import { hkdfExpand, hmacSha256 } from './hash.js';

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
const privateKeyOf = (bytes: Uint8Array): PrivateKey => boxed(bytes) as object as PrivateKey;
const publicKeyOf = (bytes: Uint8Array): PublicKey => boxed(bytes) as object as PublicKey;

/** HPKE in base mode (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305. */
export function makeHpke(random: (length: number) => Uint8Array): Hpke {
  const agree = makeAgreement(random);
  const encap = async (key: PublicKey): Promise<Agreed> => encapsulated(await agree(unboxed(key)), unboxed(key));
  return {
    async open(privateKey, enc, sealed, info, aad) {
      const { key, nonce } = schedule(decap(enc, privateKey), info);
      return chacha20poly1305(key, nonce, aad ?? EMPTY).decrypt(sealed);
    },
    async seal(publicKey, message, info, aad) {
      const { enc, shared } = await encap(publicKey);
      const { key, nonce } = schedule(shared, info);
      return { enc, ct: chacha20poly1305(key, nonce, aad ?? EMPTY).encrypt(message) };
    },
    async exportSecret(publicKey, context, length, info) {
      const { enc, shared } = await encap(publicKey);
      return { enc, secret: labeledExpand(SUITE, schedule(shared, info).exporter, 'sec', context, length) };
    },
    importSecret: async (privateKey, context, enc, length, info) =>
      labeledExpand(SUITE, schedule(decap(enc, privateKey), info).exporter, 'sec', context, length),
    importPrivateKey: async (bytes) => privateKeyOf(bytes32(bytes)),
    importPublicKey: async (bytes) => publicKeyOf(bytes32(bytes)),
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

/** Encap and Decap of RFC 9180, section 4.1. */
const encapsulated = ({ enc, shared }: Agreed, receiver: Uint8Array): Agreed => ({ enc, shared: sharedSecret(shared, enc, receiver) });

function decap(enc: Uint8Array, privateKey: PrivateKey): Uint8Array {
  const own = unboxed(privateKey);
  return sharedSecret(diffieHellman(own, enc), enc, publicOf(own));
}

const keyPair = (secret: Uint8Array): { privateKey: PrivateKey; publicKey: PublicKey } => ({
  privateKey: privateKeyOf(secret),
  publicKey: publicKeyOf(publicOf(secret)),
});

function bytes32(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== 32) throw new Error('X25519: a key has 32 bytes');
  return bytes;
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
  hmacSha256(salt, VERSION, suite, encodeUtf8(label), ikm);

function labeledExpand(suite: Uint8Array, prk: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array {
  const size = new Uint8Array([length >> 8, length & 0xff]);
  return hkdfExpand(prk, concat(size, VERSION, suite, encodeUtf8(label), info), length);
}
