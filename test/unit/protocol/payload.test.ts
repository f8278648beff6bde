import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodePayload,
  isCounted,
  pad,
  parsePayload,
  payloadKinds,
  type Payload,
  type PayloadKind,
} from '../../../src/protocol/payload.js';

type Known = Payload & { readonly kind: PayloadKind };
const kinds = Object.keys(payloadKinds) as PayloadKind[];
const sized = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const payloads: fc.Arbitrary<Known> = fc.record({
  kind: fc.constantFrom(...kinds),
  id: sized(16),
  n: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  p: sized(32),
  body: fc.uint8Array({ maxLength: 2_000 }),
});
const plain: Known = { kind: 'text', id: new Uint8Array(16).fill(1), n: 2, p: new Uint8Array(32).fill(3), body: Uint8Array.of(4, 5) };
const padded = (payload: Known = plain): Uint8Array => pad(encodePayload(payload));
const OVERHEAD = encodePayload({ ...plain, body: new Uint8Array(0) }).length;

describe('a payload', () => {
  test('comes back as it was, with the form to hash', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const encoded = encodePayload(payload);
        expect(parsePayload(pad(encoded))).toEqual({ ok: true, value: { payload: { ...payload }, encoded } });
      }),
    );
  });

  test('has the layout of the protocol', () => {
    expect([...encodePayload(plain)]).toEqual([1, 1, ...Array(16).fill(1), 0, 0, 0, 2, ...Array(32).fill(3), 0, 0, 2, 4, 5]);
  });

  test.each([
    [0, 256],
    [256 - OVERHEAD, 256],
    [257 - OVERHEAD, 1_024],
    [1_025 - OVERHEAD, 4_096],
    [4_097 - OVERHEAD, 16_384],
    [16_385 - OVERHEAD, 60_000],
    [60_000 - OVERHEAD, 60_000],
  ])('with a body of %i bytes is padded to %i', (body, size) => {
    expect(padded({ ...plain, body: new Uint8Array(body) })).toHaveLength(size);
  });

  test('too large for the largest size is a bug of the caller', () => {
    expect(() => pad(new Uint8Array(60_001))).toThrow('fits no bucket');
  });

  test('of a kind that this program does not know is read as such, and is counted', () => {
    const bytes = padded();
    bytes[1] = 200;
    expect(parsePayload(bytes)).toMatchObject({ ok: true, value: { payload: { kind: undefined, n: 2 } } });
    expect(isCounted(undefined)).toBe(true);
  });

  test('typing, file, here, sync, dm and sas take no number; every other kind does', () => {
    expect(kinds.filter((kind) => !isCounted(kind)).toSorted()).toEqual(['dm', 'file', 'here', 'sas', 'sync', 'typing']);
  });

  test.each([
    ['of another version', (bytes: Uint8Array) => bytes.fill(2, 0, 1)],
    ['with something in its padding', (bytes: Uint8Array) => bytes.fill(1, 255)],
    ['that is not padded', (bytes: Uint8Array) => bytes.subarray(0, 255)],
    ['with a body beyond its end', (bytes: Uint8Array) => bytes.fill(255, OVERHEAD - 3, OVERHEAD)],
    ['cut inside its header', (bytes: Uint8Array) => bytes.subarray(0, OVERHEAD - 1)],
    ['of no bytes', () => new Uint8Array(0)],
  ])('%s is refused', (_, change) => {
    expect(parsePayload(change(padded())).ok).toBe(false);
  });

  test('padded by another size than its own is still one of the five', () => {
    expect(parsePayload(Uint8Array.of(...padded(), ...new Uint8Array(768))).ok).toBe(true);
  });
});
