import { describe, expect, test } from 'vitest';
import { box } from '../../../../src/crypto/box.js';
import { hkdfSha256, sha256 } from '../../../../src/crypto/hash.js';
import { signature } from '../../../../src/crypto/signature.js';
import { checkCrypto } from '../../../../src/cli/doctor/check-crypto.js';
import { wrongAnswers, type Primitives } from '../../../../src/cli/doctor/known-answers.js';
import { seededRandom } from '../../../helpers/seeded-random.js';

const right: Primitives = { sha256, hkdfSha256, signature, box };
const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte));

describe('the self-test of the cryptography', () => {
  test('passes what this program uses', () => {
    expect(wrongAnswers()).toEqual([]);
    expect(checkCrypto(seededRandom(1))).toMatchObject({ state: 'ok' });
  });

  test.each<[string, string, Partial<Primitives>]>([
    ['a wrong hash', 'SHA-256', { sha256: (...parts) => flipped(sha256(...parts)) }],
    ['a wrong derivation', 'HKDF', { hkdfSha256: (...given) => flipped(hkdfSha256(...given)) }],
    [
      'a derivation that ignores the salt',
      'HKDF',
      { hkdfSha256: (ikm, _salt, info, length) => hkdfSha256(ikm, new Uint8Array(0), info, length) },
    ],
    ['another public key', 'Ed25519', { signature: { ...signature, publicKey: (seed) => flipped(signature.publicKey(seed)) } }],
    ['another signature', 'Ed25519', { signature: { ...signature, sign: (...given) => flipped(signature.sign(...given)) } }],
    ['a signature that is refused', 'Ed25519', { signature: { ...signature, verify: () => false } }],
    ['a forgery that is accepted', 'Ed25519', { signature: { ...signature, verify: () => true } }],
    ['another seal', 'secretbox', { box: { ...box, seal: (...given) => flipped(box.seal(...given)) } }],
    ['a seal that does not open', 'secretbox', { box: { ...box, open: () => undefined } }],
    ['a forged seal that opens', 'secretbox', { box: { ...box, open: (key, sealed) => box.open(key, sealed) ?? sealed } }],
    [
      'an exception',
      'SHA-256',
      {
        sha256: () => {
          throw new Error('no such thing');
        },
      },
    ],
  ])('finds %s', (_, primitive, broken) => {
    expect(wrongAnswers({ ...right, ...broken })).toEqual([primitive]);
  });

  test('a wrong answer is a problem that names the primitive', () => {
    expect(checkCrypto(seededRandom(1), ['Ed25519'])).toMatchObject({
      state: 'problem',
      text: 'wrong answers of Ed25519',
      fix: expect.any(String) as string,
    });
  });

  test('randomness that comes twice is a problem', () => {
    expect(checkCrypto((length) => new Uint8Array(length), [])).toMatchObject({ state: 'problem', text: 'wrong answers of randomness' });
  });
});
