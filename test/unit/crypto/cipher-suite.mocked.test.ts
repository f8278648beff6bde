import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import type { CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeCipherSuite } from '../../../src/crypto/cipher-suite.js';
import { diffieHellman, isKeyPair, isUselessKey } from '../../../src/crypto/cipher-suite-x25519.js';
import { nodeCrypto } from '../../../src/crypto/node-crypto.js';
import { signature } from '../../../src/crypto/signature.js';
import { concat, toHex } from '../../../src/protocol/bytes.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import { random } from './group-fixture.js';
import { hex, ours, wycheproof } from './vectors-files.js';

afterEach(() => vi.unstubAllGlobals());

/** As on a page without https: random numbers, and nothing else of WebCrypto. */
function withoutSubtle(): CiphersuiteImpl {
  vi.stubGlobal('crypto', { getRandomValues: () => undefined });
  const suite = makeCipherSuite(random);
  vi.unstubAllGlobals();
  return suite;
}

/** A platform that has Ed25519, but not that of RFC 8032. */
function withWrongSubtle(): CiphersuiteImpl {
  const { subtle } = globalThis.crypto;
  const wrong = { importKey: subtle.importKey.bind(subtle), sign: async () => new ArrayBuffer(64), verify: async () => true };
  vi.stubGlobal('crypto', { subtle: wrong });
  const suite = makeCipherSuite(random);
  vi.unstubAllGlobals();
  return suite;
}

/** As on a page: WebCrypto, and nothing of Node. */
async function withoutNode(): Promise<CiphersuiteImpl> {
  vi.stubGlobal('process', Object.create(process, { getBuiltinModule: { value: undefined } }));
  vi.resetModules();
  const { makeCipherSuite: make } = await import('../../../src/crypto/cipher-suite.js');
  const { nodeCrypto: none } = await import('../../../src/crypto/node-crypto.js');
  vi.unstubAllGlobals();
  expect([none, nodeCrypto?.verify]).toEqual([undefined, expect.any(Function)]);
  return make(random);
}

const bare = withoutSubtle();
const page = await withoutNode();
const all = [
  ['Node', ours],
  ['WebCrypto', page],
  ['noble', bare],
] as const;

interface AeadCase extends Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag', string> {
  readonly result: string;
}

wycheproof('chacha20_poly1305_test.json', 325, async ({ key, iv, aad, msg, ct, tag }: AeadCase) => {
  try {
    const [k, nonce, a] = [hex(key), hex(iv), hex(aad)];
    const sealed = await ours.hpke.encryptAead(k, nonce, a, hex(msg));
    return toHex(sealed) === ct + tag && toHex(await ours.hpke.decryptAead(k, nonce, a, hex(ct + tag))) === msg;
  } catch {
    return false;
  }
});

for (const [, suite] of all) {
  wycheproof(
    'ed25519_test.json',
    151,
    ({ msg, sig }: Record<'msg' | 'sig', string>, { publicKey }: { readonly publicKey: { readonly pk: string } }) =>
      suite.signature.verify(hex(publicKey.pk), hex(msg), hex(sig)),
  );
}

for (const { hash } of [ours, page]) {
  wycheproof('hmac_sha256_test.json', 174, async ({ key, msg, tag }: Record<'key' | 'msg' | 'tag', string>) => {
    const made = await hash.mac(hex(key), hex(msg));
    const holds = await hash.verifyMac(hex(key), hex(tag), hex(msg));
    if (tag.length === 64 && holds !== (toHex(made) === tag)) throw new Error('mac and verifyMac disagree');
    return toHex(made).slice(0, tag.length) === tag;
  });
}

interface HkdfCase extends Record<'ikm' | 'salt' | 'info' | 'okm', string> {
  readonly size: number;
}

for (const { kdf } of [ours, page]) {
  wycheproof('hkdf_sha256_test.json', 86, async ({ ikm, salt, info, size, okm }: HkdfCase) => {
    try {
      return toHex(await kdf.expand(await kdf.extract(hex(salt), hex(ikm)), hex(info), size)) === okm;
    } catch {
      return false;
    }
  });
}

it('a digest is the same by Node and by noble, and a copy of it is one', async () => {
  for (const length of [0, 1, 55, 56, 64, 400]) {
    const data = random(length);
    const digests = [await ours.hash.digest(data), await page.hash.digest(data)] as const;
    expect(toHex(digests[0])).toBe(toHex(digests[1]));
    for (const digest of digests) {
      const copy = digest.slice();
      digest.fill(0);
      expect(toHex(copy)).not.toBe('00'.repeat(32));
    }
  }
});

wycheproof('x25519_test.json', 518, (one: Record<'public' | 'private' | 'shared', string>) => {
  const useless = /^0+$/.test(one.shared);
  if (isUselessKey(hex(one.public)) !== useless) throw new Error(`${one.public} is misjudged`);
  if (!useless) return toHex(diffieHellman(hex(one.private), hex(one.public))) === one.shared;
  expect(() => diffieHellman(hex(one.private), hex(one.public))).toThrow(/./);
  return true;
});

describe('a signature', () => {
  it('is the same by the platform and by noble, and each verifies it', async () => {
    for (const length of [0, 1, 300]) {
      const { signKey, publicKey } = await ours.signature.keygen();
      const message = random(length);
      const proofs = await Promise.all(all.map(([, suite]) => suite.signature.sign(signKey, message)));
      expect(toHex(proofs[1] as Uint8Array)).toBe(toHex(proofs[0] as Uint8Array));
      for (const [name, suite] of all) {
        expect(await suite.signature.verify(publicKey, message, proofs[0] as Uint8Array), name).toBe(true);
        expect(await suite.signature.verify(publicKey, concat(message, random(1)), proofs[0] as Uint8Array), name).toBe(false);
      }
    }
  });

  it.each(all)('with S beyond the order is refused by %s', async (_, suite) => {
    const { signKey, publicKey } = await suite.signature.keygen();
    const proof = await suite.signature.sign(signKey, encodeUtf8('once'));
    const twice = concat(proof.subarray(0, 32), bytesOf(numberOf(proof.subarray(32)) + ed25519.Point.Fn.ORDER));
    expect(await suite.signature.verify(publicKey, encodeUtf8('once'), proof)).toBe(true);
    expect(await suite.signature.verify(publicKey, encodeUtf8('once'), twice)).toBe(false);
  });

  it.each(all)('under a key of small order is refused by %s', async (_, suite) => {
    const key = hex(`01${'00'.repeat(31)}`);
    const proof = concat(key, new Uint8Array(32));
    // The control: whoever is lenient accepts this for every message, as the crypto of Node 20 and 22 does.
    expect(ed25519.verify(proof, new Uint8Array(3), key, { zip215: true })).toBe(true);
    expect(await suite.signature.verify(key, new Uint8Array(3), proof)).toBe(false);
  });

  it.each(all)('with a torsion component is refused by %s', async (_, suite) => {
    const message = encodeUtf8('for half of you');
    const { publicKey, proof } = twisted(message);
    // The control: half of the programs would accept it.
    expect(signature.verify(publicKey, message, proof)).toBe(true);
    expect(await suite.signature.verify(publicKey, message, proof)).toBe(false);
  });

  it.each(all)('of the wrong length, or under what is no key, is refused by %s', async (_, suite) => {
    const { signKey, publicKey } = await suite.signature.keygen();
    const proof = await suite.signature.sign(signKey, new Uint8Array(1));
    const cases: readonly (readonly [Uint8Array, Uint8Array])[] = [
      [publicKey, proof.subarray(0, 63)],
      [publicKey, concat(proof, new Uint8Array(1))],
      [publicKey.subarray(0, 31), proof],
      [hex('ff'.repeat(32)), proof],
      [hex(`02${'00'.repeat(31)}`), proof],
    ];
    for (const [key, tried] of cases) expect(await suite.signature.verify(key, new Uint8Array(1), tried)).toBe(false);
  });

  it('is not left to a platform that does it differently', async () => {
    const suite = withWrongSubtle();
    const { signKey, publicKey } = await suite.signature.keygen();
    const proof = await suite.signature.sign(signKey, encodeUtf8('x'));
    expect(signature.verify(publicKey, encodeUtf8('x'), proof)).toBe(true);
    expect(await suite.signature.verify(publicKey, encodeUtf8('y'), proof)).toBe(false);
  });
});

/** A valid signature, but for a point of order 8 that is added to R. */
function twisted(message: Uint8Array): { readonly publicKey: Uint8Array; readonly proof: Uint8Array } {
  const { Point } = ed25519;
  const order = Point.Fn.ORDER;
  const torsion = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
  const [secret, nonce] = [numberOf(random(31)), numberOf(random(31))];
  const publicKey = Point.BASE.multiply(secret).toBytes();
  const commitment = Point.BASE.multiply(nonce).add(torsion).toBytes();
  const challenge = numberOf(sha512(concat(commitment, publicKey, message))) % order;
  return { publicKey, proof: concat(commitment, bytesOf((nonce + challenge * secret) % order)) };
}

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes.toReversed())}`);
const bytesOf = (number: bigint): Uint8Array => hex(number.toString(16).padStart(64, '0')).toReversed();

describe('HPKE', () => {
  it('opens what was sealed, with the same information only', async () => {
    const { hpke } = ours;
    const { privateKey, publicKey } = await hpke.generateKeyPair();
    const [info, aad] = [encodeUtf8('info'), encodeUtf8('aad')];
    const { enc, ct } = await hpke.seal(publicKey, encodeUtf8('hi'), info, aad);
    expect(await hpke.open(privateKey, enc, ct, info, aad)).toEqual(encodeUtf8('hi'));
    for (const [i, a] of [
      [info, info],
      [aad, aad],
      [info, undefined],
    ] as const) {
      await expect(hpke.open(privateKey, enc, ct, i, a)).rejects.toThrow(/./);
    }
    await expect(hpke.open((await hpke.generateKeyPair()).privateKey, enc, ct, info, aad)).rejects.toThrow(/./);
  });

  it('exports the same secret on both sides', async () => {
    const { hpke } = ours;
    const { privateKey, publicKey } = await hpke.deriveKeyPair(random(32));
    const { enc, secret } = await hpke.exportSecret(publicKey, encodeUtf8('context'), 48, encodeUtf8('info'));
    expect(await hpke.importSecret(privateKey, encodeUtf8('context'), enc, 48, encodeUtf8('info'))).toEqual(secret);
    expect(secret).toHaveLength(48);
  });

  it('gives its keys back, and refuses what has not 32 bytes', async () => {
    const { hpke } = ours;
    const { privateKey, publicKey } = await hpke.generateKeyPair();
    const [secret, open] = [await hpke.exportPrivateKey(privateKey), await hpke.exportPublicKey(publicKey)];
    expect([isKeyPair(secret, open), isKeyPair(open, secret)]).toEqual([true, false]);
    expect(await hpke.exportPublicKey(await hpke.importPublicKey(open))).toEqual(open);
    await expect(hpke.importPublicKey(open.subarray(1))).rejects.toThrow('32 bytes');
    await expect(hpke.importPrivateKey(secret.subarray(1))).rejects.toThrow('32 bytes');
    expect(isUselessKey(open.subarray(1))).toBe(true);
  });

  it('seals nothing to a key of small order, and opens nothing from one', async () => {
    const { hpke } = ours;
    const none = await hpke.importPublicKey(new Uint8Array(32));
    await expect(hpke.seal(none, random(1), random(1))).rejects.toThrow(/./);
    const { privateKey } = await hpke.generateKeyPair();
    await expect(hpke.open(privateKey, new Uint8Array(32), random(17), random(1))).rejects.toThrow(/./);
  });
});
