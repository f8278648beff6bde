import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../../src/protocol/byte-reader.js';
import { encodeCredential, readCredential, type Credential } from '../../../src/protocol/credential.js';
import { ids } from '../../../src/protocol/ids.js';

const sized = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const credentials: fc.Arbitrary<Credential> = fc.record({
  nick: fc.constantFrom('a', 'Ana', 'ana b', 'é', '😀'.repeat(32)),
  conn: sized(16).map((bytes) => ids.conn(bytes)),
  sigPk: sized(32),
  mac: sized(32),
});
const read = (bytes: Uint8Array): ReturnType<typeof readCredential> => readCredential(new ByteReader(bytes));
const plain: Credential = {
  nick: 'ana',
  conn: ids.conn(new Uint8Array(16).fill(1)),
  sigPk: new Uint8Array(32).fill(2),
  mac: new Uint8Array(32).fill(3),
};

describe('a credential', () => {
  test('comes back as it was, and what follows it is left', () => {
    fc.assert(
      fc.property(credentials, (credential) => {
        const reader = new ByteReader(Uint8Array.of(...encodeCredential(credential), 7));
        expect(readCredential(reader)).toEqual({ ok: true, value: { ...credential } });
        expect([reader.left, reader.u8()]).toEqual([1, 7]);
      }),
    );
  });

  test('has the layout of the protocol', () => {
    expect([...encodeCredential(plain)]).toEqual([1, 0, 3, 97, 110, 97, ...Array(16).fill(1), ...Array(32).fill(2), ...Array(32).fill(3)]);
  });

  test('that ends early is refused', () => {
    const bytes = encodeCredential(plain);
    for (let length = 0; length < bytes.length; length++) expect(read(bytes.subarray(0, length)).ok).toBe(false);
  });

  test.each([
    ['another version', 0, 2],
    ['an unknown flag', 1, 1],
    ['a nick that is not UTF-8', 3, 0xff],
    ['a nick with a control character', 3, 0x1b],
    ['a nick with a space in front', 3, 0x20],
  ])('with %s is refused', (_, at, value) => {
    const bytes = encodeCredential(plain);
    bytes[at] = value;
    expect(read(bytes)).toMatchObject({ ok: false, reason: expect.stringContaining('credential') });
  });

  test('without a nick is refused', () => {
    expect(read(encodeCredential({ ...plain, nick: '' })).ok).toBe(false);
  });
});
