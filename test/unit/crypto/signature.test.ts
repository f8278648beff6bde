import { describe, expect, test } from 'vitest';
import { signature } from '../../../src/crypto/signature.js';
import { fromHex, toHex } from '../../../src/protocol/bytes.js';

const hex = (text: string): Uint8Array => fromHex(text) as Uint8Array;

/** RFC 8032, section 7.1: TEST 1 to 3. */
const VECTORS = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;
const [[seed, publicKey, , proof]] = VECTORS;

describe('Ed25519', () => {
  test.each(VECTORS)('agrees with RFC 8032 (%#)', (secret, key, message, expected) => {
    expect(toHex(signature.publicKey(hex(secret)))).toBe(key);
    expect(toHex(signature.sign(hex(secret), hex(message)))).toBe(expected);
    expect(signature.verify(hex(key), hex(message), hex(expected))).toBe(true);
  });

  test('a signature is for one message and one key only', () => {
    expect(signature.verify(hex(publicKey), hex('00'), hex(proof))).toBe(false);
    expect(signature.verify(hex(VECTORS[1][1]), new Uint8Array(0), hex(proof))).toBe(false);
  });

  test('no bit of a signature may differ', () => {
    for (let at = 0; at < 64; at++) {
      const changed = hex(proof);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      expect([at, signature.verify(hex(publicKey), new Uint8Array(0), changed)]).toEqual([at, false]);
    }
  });

  test('a key of small order signs nothing', () => {
    const identity = hex(`01${'00'.repeat(31)}`);
    expect(signature.verify(identity, hex('00'), hex(`01${'00'.repeat(63)}`))).toBe(false);
  });

  test('a second form of the same signature is refused', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const bytes = hex(proof);
    const s = BigInt(`0x${toHex(bytes.slice(32).toReversed())}`) + order;
    bytes.set(hex(s.toString(16).padStart(64, '0')).toReversed(), 32);
    expect(signature.verify(hex(publicKey), new Uint8Array(0), bytes)).toBe(false);
  });

  test.each([
    [0, 64],
    [31, 64],
    [33, 64],
    [32, 0],
    [32, 63],
    [32, 65],
  ])('a key of %i and a signature of %i bytes is false, not an exception', (key, length) => {
    expect(signature.verify(new Uint8Array(key), new Uint8Array(1), new Uint8Array(length))).toBe(false);
  });

  test('the seed can be used again after signing', () => {
    const mine = hex(seed);
    signature.sign(mine, hex('00'));
    expect(mine).toEqual(hex(seed));
  });
});
