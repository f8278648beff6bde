import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../src/protocol/utf8.js';
import { anyText } from '../../helpers/any-text.js';

/** The platform's own decoder; `ignoreBOM` keeps a byte order mark, as ours does. */
function platformDecode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes that lie near the edges of what is well-formed. */
const edgy = fc.uint8Array({ maxLength: 12 }).map((bytes) => {
  const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff];
  return bytes.map((byte) => edges[byte % edges.length] as number);
});

describe('UTF-8', () => {
  test('is what TextEncoder makes of any text, unpaired surrogates included', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }), (units) => {
        const text = String.fromCharCode(...units);
        expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text));
      }),
    );
    expect(encodeUtf8('a\ud800b\udc00\ud83d\ude00')).toEqual(new TextEncoder().encode('a\ud800b\udc00😀'));
  });

  test('gives well-formed text back', () => {
    fc.assert(
      fc.property(anyText(60), (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text);
      }),
    );
  });

  test('any bytes decode as TextDecoder does it, or are refused where it throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        expect(decodeUtf8(bytes)).toBe(platformDecode(bytes));
      }),
    );
    fc.assert(
      fc.property(edgy, (bytes) => {
        expect(decodeUtf8(bytes)).toBe(platformDecode(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  test('every point of one and every pair of two lead bytes is judged as TextDecoder judges it', () => {
    for (let lead = 0x80; lead < 0x100; lead++) {
      for (const next of [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0]) {
        const bytes = Uint8Array.of(lead, next, 0x80, 0x80);
        for (const length of [1, 2, 3, 4]) expect(decodeUtf8(bytes.subarray(0, length))).toBe(platformDecode(bytes.subarray(0, length)));
      }
    }
  });

  test('a long text comes back whole', () => {
    const text = 'é😀x'.repeat(4_097);
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });
});
