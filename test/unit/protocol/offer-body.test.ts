import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/protocol/bytes.js';
import { limits } from '../../../src/protocol/limits.js';
import { chunksOf, encodeOffer, parseOffer, type OfferBody } from '../../../src/protocol/offer-body.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import { anyText } from '../../helpers/any-text.js';

const bytesOf = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const offers: fc.Arbitrary<OfferBody> = fc.integer({ min: 1, max: limits.fileBytes }).chain((bytes) =>
  fc.record({
    bytes: fc.constant(bytes),
    key: bytesOf(32),
    tag: bytesOf(16),
    name: anyText().filter((name) => encodeUtf8(name).length <= 255),
    mime: fc.constantFrom('', 'image/png', 'text/plain'),
    hashes: fc.nat(255).map((byte) => new Uint8Array(32 * chunksOf(bytes)).fill(byte)),
  }),
);
const offer = (bytes: number, hashes: number): OfferBody => ({
  bytes,
  key: new Uint8Array(32),
  tag: new Uint8Array(16),
  name: 'a',
  mime: '',
  hashes: new Uint8Array(32 * hashes),
});

describe('the body of an offer', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(offers, (body) => {
        expect(parseOffer(encodeOffer(body))).toEqual({ ok: true, value: body });
      }),
      { numRuns: 50 },
    );
  });

  test('of the largest file fits a message', () => {
    const longest = { ...offer(limits.fileBytes, chunksOf(limits.fileBytes)), name: 'n'.repeat(255), mime: 'm'.repeat(64) };
    expect(encodeOffer(longest).length).toBeLessThan(16_384 - 57);
  });

  test.each([
    ['no bytes', 0, 0],
    ['no bytes, and a hash', 0, 1],
    ['more than a file may have', limits.fileBytes + 1, chunksOf(limits.fileBytes + 1)],
    ['4 GiB', 0xffff_ffff, 293],
    ['more than its hashes', limits.fileChunkBytes + 1, 1],
    ['less than its hashes', limits.fileChunkBytes, 2],
    ['no hash', 1, 0],
  ])('with %s is refused', (_, bytes, hashes) => {
    expect(parseOffer(encodeOffer(offer(bytes, hashes))).ok).toBe(false);
  });

  test('is refused at every length but its own', () => {
    const whole = encodeOffer({ ...offer(1, 1), name: 'photo.png', mime: 'image/png' });
    expect(parseOffer(whole).ok).toBe(true);
    for (let length = 0; length < whole.length; length++) expect(parseOffer(whole.subarray(0, length)).ok, `${length} bytes`).toBe(false);
    expect(parseOffer(concat(whole, new Uint8Array(1))).ok).toBe(false);
  });

  test('with a name that is not UTF-8 is refused', () => {
    const body = encodeOffer(offer(1, 1));
    expect(body[53]).toBe(0x61);
    body[53] = 0xff;
    expect(parseOffer(body).ok).toBe(false);
  });

  test('holds no piece of the message that it came in', () => {
    const message = encodeOffer(offer(1, 1));
    const body = parseOffer(message);
    if (!body.ok) throw new Error(body.reason);
    for (const part of [body.value.key, body.value.tag, body.value.hashes]) expect(part.buffer).not.toBe(message.buffer);
  });
});
