import type { Signature } from 'ts-mls/crypto/signature.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concat, equal } from '../protocol/bytes.js';
import { nodeCrypto } from './node-crypto.js';
import { signature } from './signature.js';

/** The part of WebCrypto that this file uses; the platform may have none of it, or no Ed25519. */
interface Subtle {
  importKey(format: 'raw' | 'pkcs8', key: Uint8Array, algorithm: 'Ed25519', extractable: false, uses: readonly string[]): Promise<object>;
  sign(algorithm: 'Ed25519', key: object, message: Uint8Array): Promise<ArrayBuffer>;
  verify(algorithm: 'Ed25519', key: object, proof: Uint8Array, message: Uint8Array): Promise<boolean>;
}

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;
/** Keys whose check and import are remembered: more than a group has. */
const KEPT_KEYS = 1024;

/**
 * Ed25519, by the platform where it can (several times faster), else by noble; both say the same to every key, message and proof.
 * They would not by themselves: noble forgives a torsion component (RFC 8032, section 5.1.7, both are allowed) and platforms take keys
 * of small order. A commit that one half of a group accepts and the other refuses would split it.
 */
export function makeSignature(random: (length: number) => Uint8Array): Signature {
  const native = platformEd25519();
  const checked = new Map<string, Promise<object | undefined>>();
  const signers = new WeakMap<Uint8Array, Promise<object>>();
  return {
    async sign(seed, message) {
      const subtle = await native;
      if (subtle === undefined) return signature.sign(seed, message);
      const key = signers.get(seed) ?? signerOf(seed, subtle);
      signers.set(seed, key);
      if (nodeCrypto !== undefined) return nodeCrypto.sign(await key, message);
      return new Uint8Array(await subtle.sign('Ed25519', await key, message));
    },
    async verify(publicKey, message, proof) {
      if (publicKey.length !== 32 || proof.length !== 64 || !belowOrder(proof.subarray(32))) return false;
      const subtle = await native;
      const name = String.fromCharCode(...publicKey);
      const key = checked.get(name) ?? checkKey(publicKey, subtle);
      if (checked.size >= KEPT_KEYS) checked.clear();
      checked.set(name, key);
      const usable = await key;
      if (usable === undefined) return false;
      if (subtle === undefined) return verifyExactly(publicKey, message, proof);
      return nodeCrypto === undefined ? subtle.verify('Ed25519', usable, proof, message) : nodeCrypto.verify(usable, message, proof);
    },
    keygen() {
      const signKey = random(32);
      return Promise.resolve({ signKey, publicKey: signature.publicKey(signKey) });
    },
  };
}

/** What stands before the seed in PKCS #8 (RFC 8410, section 7). */
const PKCS8 = new Uint8Array([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]);

async function signerOf(seed: Uint8Array, subtle: Subtle): Promise<object> {
  const key = concat(PKCS8, seed);
  const signer = nodeCrypto?.signer(key) ?? (await subtle.importKey('pkcs8', key, 'Ed25519', false, ['sign']));
  key.fill(0);
  return signer;
}

/** A key is usable when it is a canonical point and not of small order. `undefined`: it is not. */
async function checkKey(publicKey: Uint8Array, subtle: Subtle | undefined): Promise<object | undefined> {
  try {
    const point = Point.fromBytes(publicKey);
    if (point.isSmallOrder()) return undefined;
    if (subtle === undefined) return point;
    return nodeCrypto?.verifier(publicKey) ?? (await subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']));
  } catch {
    return undefined;
  }
}

/** RFC 8032, section 5.1.7, without the cofactor and by comparing bytes, as platforms do it. */
function verifyExactly(publicKey: Uint8Array, message: Uint8Array, proof: Uint8Array): boolean {
  const key = Point.fromBytes(publicKey);
  const challenge = littleEndian(sha512(concat(proof.subarray(0, 32), publicKey, message))) % ORDER;
  const commitment = Point.BASE.multiplyUnsafe(littleEndian(proof.subarray(32))).subtract(key.multiplyUnsafe(challenge));
  return equal(commitment.toBytes(), proof.subarray(0, 32));
}

/** A second proof for the same message would be S plus the order. */
const belowOrder = (scalar: Uint8Array): boolean => (scalar[31] as number) < 0x10 || littleEndian(scalar) < ORDER;

function littleEndian(bytes: Uint8Array): bigint {
  let number = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) number = (number << 8n) | BigInt(bytes[i] as number);
  return number;
}

/** WebCrypto, once it has given the signature that noble gives, and has verified it; `undefined` without one. */
async function platformEd25519(): Promise<Subtle | undefined> {
  const { subtle } = (globalThis as { readonly crypto?: { readonly subtle?: Subtle } }).crypto ?? {};
  if (subtle === undefined) return undefined;
  try {
    const seed = new Uint8Array(32).fill(7);
    const key = await subtle.importKey('pkcs8', concat(PKCS8, seed), 'Ed25519', false, ['sign']);
    const proof = new Uint8Array(await subtle.sign('Ed25519', key, seed));
    const verifier = await subtle.importKey('raw', signature.publicKey(seed), 'Ed25519', false, ['verify']);
    const works = equal(proof, signature.sign(seed, seed)) && (await subtle.verify('Ed25519', verifier, proof, seed));
    return works ? subtle : undefined;
  } catch {
    return undefined;
  }
}
