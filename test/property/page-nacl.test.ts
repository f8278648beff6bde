import fc from 'fast-check';
import nacl from 'tweetnacl';
import { describe, expect, test } from 'vitest';
import { pageNacl } from '../../src/crypto/page-nacl.js';

const sized = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const message = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.integer({ min: 0, max: 20_000 }).map((length) => new Uint8Array(length).fill(7)),
);
const SMALL_ORDER = ['00'.repeat(32), `01${'00'.repeat(31)}`, 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'];

/** What a call came to: bytes, `null`, or that it threw. */
function outcome(call: () => Uint8Array | null): unknown {
  try {
    return call();
  } catch {
    return 'thrown';
  }
}

describe("the page's own in the place of tweetnacl", () => {
  test('seals to the same bytes, and each opens what the other sealed', () => {
    fc.assert(
      fc.property(message, sized(24), sized(32), (text, nonce, key) => {
        const sealed = nacl.secretbox(text, nonce, key);
        expect(pageNacl.secretbox(text, nonce, key)).toEqual(sealed);
        expect(pageNacl.secretbox.open(sealed, nonce, key)).toEqual(nacl.secretbox.open(sealed, nonce, key));
        expect(pageNacl.secretbox.open(sealed, nonce, key)).toEqual(text);
      }),
    );
    expect(pageNacl.secretbox.nonceLength).toBe(nacl.secretbox.nonceLength);
  });

  test('reads what lies anywhere in a buffer, and changes none of it', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.uint8Array({ maxLength: 80 }), sized(24), sized(32), (at, text, nonce, key) => {
        const sealed = nacl.secretbox(text, nonce, key);
        const buffer = new Uint8Array([...new Uint8Array(at), ...sealed, ...nonce, ...key]);
        const before = buffer.slice();
        const part = (from: number, length: number): Uint8Array => buffer.subarray(at + from, at + from + length);
        const parts = [part(0, sealed.length), part(sealed.length, 24), part(sealed.length + 24, 32)] as const;
        expect(pageNacl.secretbox.open(...parts)).toEqual(text);
        expect(buffer).toEqual(before);
      }),
    );
  });

  test('refuses the same forgeries: one bit anywhere, another key or nonce, a piece', () => {
    const place = fc.tuple(fc.constantFrom(0, 1, 2), fc.nat(), fc.nat(7));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), sized(24), sized(32), place, (text, nonce, key, [which, at, bit]) => {
        const parts = [nacl.secretbox(text, nonce, key), nonce.slice(), key.slice()] as const;
        const altered = parts[which] as Uint8Array;
        altered[at % altered.length] = (altered[at % altered.length] as number) ^ (1 << bit);
        expect(pageNacl.secretbox.open(...parts)).toBeNull();
        expect(nacl.secretbox.open(...parts)).toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), sized(24), sized(32), fc.nat(80), (text, nonce, key, length) => {
        const piece = nacl.secretbox(text, nonce, key).subarray(0, length);
        expect(pageNacl.secretbox.open(piece, nonce, key)).toEqual(nacl.secretbox.open(piece, nonce, key));
      }),
    );
  });

  test('throws where it throws: keys and nonces of another length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), fc.nat(40), (sealed, nonceLength, keyLength) => {
        const [nonce, key] = [new Uint8Array(nonceLength), new Uint8Array(keyLength)];
        expect(outcome(() => pageNacl.secretbox(sealed, nonce, key))).toEqual(outcome(() => nacl.secretbox(sealed, nonce, key)));
        expect(outcome(() => pageNacl.secretbox.open(sealed, nonce, key))).toEqual(outcome(() => nacl.secretbox.open(sealed, nonce, key)));
      }),
    );
  });

  test('agrees on X25519, whatever the secret and the point', () => {
    fc.assert(
      fc.property(sized(32), sized(32), (secret, point) => {
        expect(pageNacl.scalarMult(secret, point)).toEqual(nacl.scalarMult(secret, point));
        expect(pageNacl.scalarMult.base(secret)).toEqual(nacl.scalarMult.base(secret));
      }),
      { numRuns: 30 },
    );
  });

  test.each(SMALL_ORDER)('gives no secret for the point of small order %s', (hex) => {
    const secret = new Uint8Array(32).fill(9);
    // tweetnacl gives zeros, which the cipher suite refuses.
    expect(nacl.scalarMult(secret, Uint8Array.from(Buffer.from(hex, 'hex')))).toEqual(new Uint8Array(32));
    expect(() => pageNacl.scalarMult(secret, Uint8Array.from(Buffer.from(hex, 'hex')))).toThrow();
  });
});
