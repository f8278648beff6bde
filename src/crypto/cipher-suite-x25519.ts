import nacl from 'tweetnacl';
import { equal, fromHex } from '../protocol/bytes.js';

/** The part of WebCrypto that this file uses; the platform may have none of it, or no X25519. */
interface Subtle {
  generateKey(
    algorithm: { name: 'X25519' },
    extractable: true,
    uses: readonly string[],
  ): Promise<{ readonly publicKey: object; readonly privateKey: object }>;
  exportKey(format: 'raw', key: object): Promise<ArrayBuffer>;
  importKey(format: 'raw', key: Uint8Array, algorithm: { name: 'X25519' }, extractable: false, uses: readonly string[]): Promise<object>;
  deriveBits(algorithm: { name: 'X25519'; public: object }, key: object, bits: 256): Promise<ArrayBuffer>;
}

/** A new key's public half, and what it shares with the receiver. */
export interface Agreed {
  readonly enc: Uint8Array;
  readonly shared: Uint8Array;
}

/** RFC 9180, section 7.1.4: an all-zero result, from a key of small order, is refused. */
export function diffieHellman(secret: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return notZero(nacl.scalarMult(bytes32(secret), bytes32(publicKey)));
}

/**
 * Every key of a path is asked for three times: when it is derived, when it is compared with the tree's, and when something is opened with it.
 * By the array, not by what is in it: it goes when the secret goes.
 */
const known = new WeakMap<Uint8Array, Uint8Array>();

/** Of a secret that does not change, unless it is overwritten for good. */
export function publicOf(secret: Uint8Array): Uint8Array {
  const publicKey = known.get(secret) ?? nacl.scalarMult.base(bytes32(secret));
  known.set(secret, publicKey);
  return publicKey.slice();
}

export const isKeyPair = (secret: Uint8Array, publicKey: Uint8Array): boolean => equal(publicOf(secret), publicKey);

/**
 * Agrees with a receiver under a new key. By the platform where it can: ten times faster, and the leave of one of 200 takes 200 of them.
 * `random`: as many bytes as asked for, that nobody can guess; the platform uses its own.
 */
export function makeAgreement(random: (length: number) => Uint8Array): (receiver: Uint8Array) => Promise<Agreed> {
  const { subtle: platform } = (globalThis as { readonly crypto?: { readonly subtle?: Subtle } }).crypto ?? {};
  // Tried when somebody is there to agree with: a session is open sooner.
  let native: Promise<Subtle | undefined> | undefined;
  return async (receiver) => {
    native ??= tried(platform);
    const subtle = await native;
    if (subtle !== undefined) return agreeNatively(subtle, bytes32(receiver));
    const secret = random(32);
    const agreed = { enc: publicOf(secret), shared: diffieHellman(secret, receiver) };
    secret.fill(0);
    return agreed;
  };
}

async function agreeNatively(subtle: Subtle, receiver: Uint8Array): Promise<Agreed> {
  const { publicKey, privateKey } = await subtle.generateKey({ name: 'X25519' }, true, ['deriveBits']);
  const imported = await subtle.importKey('raw', receiver, { name: 'X25519' }, false, []);
  const shared = await subtle.deriveBits({ name: 'X25519', public: imported }, privateKey, 256);
  return { enc: new Uint8Array(await subtle.exportKey('raw', publicKey)), shared: notZero(new Uint8Array(shared)) };
}

/** The public half of a secret that is 32 times 7. */
const PUBLIC_OF_SEVENS = fromHex('13be4feaeaf204c7fd3358fc9c00721881d174278128227ec674f37f7fe97b6d') as Uint8Array;

/** WebCrypto, once it has agreed with ours; `undefined` without one. */
async function tried(subtle: Subtle | undefined): Promise<Subtle | undefined> {
  if (subtle === undefined) return undefined;
  const secret = new Uint8Array(32).fill(7);
  try {
    const { enc, shared } = await agreeNatively(subtle, PUBLIC_OF_SEVENS);
    return equal(diffieHellman(secret, enc), shared) ? subtle : undefined;
  } catch {
    return undefined;
  }
}

/** Whether nothing can be sealed to this key: not 32 bytes, or of small order. A leaf that has one breaks the next commit of everybody else. */
export function isUselessKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return true;
  const masked = publicKey.slice();
  masked[31] = (masked[31] as number) & 0x7f;
  return SMALL_ORDER.some((point) => equal(point, masked));
}

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

function notZero(shared: Uint8Array): Uint8Array {
  let any = 0;
  for (const byte of shared) any |= byte;
  if (any === 0) throw new Error('X25519: a key of small order');
  return shared;
}

function bytes32(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== 32) throw new Error('X25519: a key has 32 bytes');
  return bytes;
}
