import { expect, test } from 'vitest';
import { hkdfSha256, hmacSha256, sha256 } from '../../../src/crypto/hash.js';
import { fromHex, toHex } from '../../../src/protocol/bytes.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';

const hex = (text: string): Uint8Array => fromHex(text) as Uint8Array;
const range = (from: number, to: number): Uint8Array => Uint8Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('SHA-256 of "abc" is that of FIPS 180-4, however it is cut into parts', () => {
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(toHex(sha256(encodeUtf8('abc')))).toBe(expected);
  expect(toHex(sha256(encodeUtf8('a'), new Uint8Array(0), encodeUtf8('bc')))).toBe(expected);
});

test('SHA-256 of nothing is that of FIPS 180-4', () => {
  expect(toHex(sha256())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test.each([
  [new Uint8Array(20).fill(0x0b), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [encodeUtf8('Jefe'), 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  [
    new Uint8Array(131).fill(0xaa),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
])('HMAC-SHA256 agrees with RFC 4231 (%#)', (key, message, expected) => {
  expect(toHex(hmacSha256(key, encodeUtf8(message)))).toBe(expected);
  expect(toHex(hmacSha256(key, encodeUtf8(message.slice(0, 5)), encodeUtf8(message.slice(5))))).toBe(expected);
});

/** RFC 5869, appendix A.1 to A.3. */
test.each([
  [
    new Uint8Array(22).fill(0x0b),
    range(0x00, 0x0c),
    range(0xf0, 0xf9),
    42,
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  ],
  [
    range(0x00, 0x4f),
    range(0x60, 0xaf),
    range(0xb0, 0xff),
    82,
    'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
      'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
  ],
  [
    new Uint8Array(22).fill(0x0b),
    new Uint8Array(0),
    new Uint8Array(0),
    42,
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  ],
])('HKDF-SHA256 agrees with RFC 5869 (%#)', (ikm, salt, info, length, okm) => {
  expect(hkdfSha256(ikm, salt, info, length)).toEqual(hex(okm));
});
