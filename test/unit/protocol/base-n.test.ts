import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase32, fromBase64url, toBase32, toBase64url } from '../../../src/protocol/base-n.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';

/** RFC 4648, section 10, without the padding. */
const VECTORS = [
  ['', '', ''],
  ['f', 'Zg', 'MY'],
  ['fo', 'Zm8', 'MZXQ'],
  ['foo', 'Zm9v', 'MZXW6'],
  ['foob', 'Zm9vYg', 'MZXW6YQ'],
  ['fooba', 'Zm9vYmE', 'MZXW6YTB'],
  ['foobar', 'Zm9vYmFy', 'MZXW6YTBOI'],
] as const;

describe('base64url and base32', () => {
  test.each(VECTORS)('of %j are those of RFC 4648', (text, base64, base32) => {
    const bytes = encodeUtf8(text);
    expect([toBase64url(bytes), toBase32(bytes)]).toEqual([base64, base32]);
    expect([fromBase64url(base64), fromBase32(base32)]).toEqual([bytes, bytes]);
  });

  test('base64url is what Buffer makes of any bytes, and gives them back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = toBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64url(text)).toEqual(bytes);
      }),
    );
  });

  test('base32 gives any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(fromBase32(toBase32(bytes))).toEqual(bytes);
      }),
    );
  });

  test('every value has one text only: what decodes, encodes to the same text', () => {
    const alphabets = [
      [fromBase64url, toBase64url, 'AaBbZz09-_+/= é'],
      [fromBase32, toBase32, 'ABCXYZ2347018a= '],
    ] as const;
    for (const [from, to, letters] of alphabets) {
      const texts = fc.string({ unit: fc.constantFrom(...letters.split('')), maxLength: 12 });
      fc.assert(
        fc.property(texts, (text) => {
          const bytes = from(text);
          if (bytes !== undefined) expect(to(bytes)).toBe(text);
        }),
      );
    }
  });

  test.each(['Zg==', 'Zh', 'Zm9', 'Z', 'Zm+v', 'Zm/v', 'Z g', 'Zm9v\n', 'Zmé', '😀Zg'])('%j is no base64url', (text) => {
    expect(fromBase64url(text)).toBeUndefined();
  });

  test.each(['MZ', 'M', 'MZX', 'MZXW6Y', 'my', 'MY======', 'M1', 'M0', 'M8', 'M Y'])('%j is no base32', (text) => {
    expect(fromBase32(text)).toBeUndefined();
  });
});
