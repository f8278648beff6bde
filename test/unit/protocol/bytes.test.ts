import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, equal, fromHex, toHex } from '../../../src/protocol/bytes.js';

describe('bytes', () => {
  test('concat joins in order, into bytes of its own', () => {
    const part = Uint8Array.of(1, 2);
    const joined = concat(part, new Uint8Array(0), Uint8Array.of(3));
    part[0] = 9;
    expect([joined, concat()]).toEqual([Uint8Array.of(1, 2, 3), new Uint8Array(0)]);
  });

  test('equal says whether every byte is the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, flip) => {
        const other = bytes.slice();
        expect(equal(bytes, other)).toBe(true);
        other[at % other.length] = (other[at % other.length] as number) ^ flip;
        expect(equal(bytes, other)).toBe(false);
        expect(equal(bytes, bytes.subarray(1))).toBe(false);
      }),
    );
  });

  test('hexadecimal is what Buffer makes of any bytes, and gives them back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });

  test.each(['0', 'AA', '0g', ' 00', '0x', '00\n'])('%j is no hexadecimal of ours', (text) => {
    expect(fromHex(text)).toBeUndefined();
  });
});
