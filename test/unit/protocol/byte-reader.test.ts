import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../../src/protocol/byte-reader.js';
import { ByteWriter } from '../../../src/protocol/byte-writer.js';

const wholeNumber = (bits: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** bits - 1 });

describe('reader and writer', () => {
  test('what is written is read', () => {
    const fields = fc.record({
      u8: wholeNumber(8),
      u24: wholeNumber(24),
      u32: wholeNumber(32),
      u64: wholeNumber(53),
      raw: fc.uint8Array({ maxLength: 600 }),
    });
    fc.assert(
      fc.property(fields, fc.integer({ min: 1, max: 300 }), (value, capacity) => {
        const written = new ByteWriter(capacity).u8(value.u8).u24(value.u24).u32(value.u32).u64(value.u64).raw(value.raw).done();
        const read = new ByteReader(written);
        const again = { u8: read.u8(), u24: read.u24(), u32: read.u32(), u64: read.u64(), raw: read.rest() };
        expect([again, read.ok, read.left]).toEqual([value, true, 0]);
      }),
    );
  });

  test('numbers are big-endian', () => {
    const bytes = new ByteWriter().u8(1).u24(0x020304).u32(0x05060708).u64(0x0009_0a0b_0c0d_0e0f).done();
    expect([...bytes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0, 9, 10, 11, 12, 13, 14, 15]);
  });

  test('done gives bytes of its own: writing on does not change them', () => {
    const out = new ByteWriter().u8(1);
    const before = out.done();
    out.u8(2);
    expect([before, out.done()]).toEqual([Uint8Array.of(1), Uint8Array.of(1, 2)]);
  });

  test('reads a view that starts inside a larger buffer', () => {
    expect(new ByteReader(Uint8Array.of(9, 9, 0, 0, 1, 0).subarray(2)).u32()).toBe(256);
  });

  test.each([
    ['u8', 0],
    ['u24', 2],
    ['u32', 3],
    ['u64', 7],
  ] as const)('%s from %i bytes is 0, and the reader is not ok for good', (field, length) => {
    const read = new ByteReader(new Uint8Array(length).fill(255));
    expect([read[field](), read.ok]).toEqual([0, false]);
    expect([read.u8(), read.raw(1), read.ok]).toEqual([0, new Uint8Array(0), false]);
  });

  test('more raw bytes than there are is none', () => {
    const read = new ByteReader(Uint8Array.of(1, 2));
    expect([read.raw(3).length, read.ok]).toEqual([0, false]);
  });

  test('a number above 2^53 − 1 is refused, 2^53 − 1 is not', () => {
    const most = Uint8Array.of(0, 0x1f, 255, 255, 255, 255, 255, 255);
    const read = new ByteReader(most);
    expect([read.u64(), read.ok]).toEqual([Number.MAX_SAFE_INTEGER, true]);
    const above = new ByteReader(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0));
    expect([above.u64(), above.ok]).toEqual([0, false]);
  });
});
