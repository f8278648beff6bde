import { describe, expect, test } from 'vitest';
import { ids } from '../../../src/protocol/ids.js';
import { modeLetter, modeOfLetter } from '../../../src/protocol/mode.js';
import { assertNever } from '../../../src/protocol/parsed.js';

describe('ids', () => {
  test('are the bytes in hexadecimal, and give them back', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, n) => 16 * n + n);
    expect(ids.conn(bytes)).toBe('00112233445566778899aabbccddeeff');
    expect(ids.bytes(ids.room(bytes))).toEqual(bytes);
  });

  test('of a member is the first 16 characters of its fingerprint', () => {
    expect(ids.member(new Uint8Array(32).fill(0xab))).toBe('ab'.repeat(8));
  });

  test.each([0, 15, 17])('of %i bytes is a bug of the caller', (length) => {
    expect(() => ids.conn(new Uint8Array(length))).toThrow('expected 16');
    expect(() => ids.room(new Uint8Array(length))).toThrow('expected 16');
  });

  test('of a member from fewer than 8 bytes is a bug of the caller', () => {
    expect(() => ids.member(new Uint8Array(7))).toThrow('expected 8');
  });
});

describe('modes', () => {
  test.each([
    ['mls', '1'],
    ['shared-key', 'L'],
    ['none', '0'],
  ] as const)('%s is the letter %s', (mode, letter) => {
    expect([modeLetter(mode), modeOfLetter(letter)]).toEqual([letter, mode]);
  });

  test.each(['', 'l', '2', 'LL', 'constructor'])('%j is no letter of a mode', (letter) => {
    expect(modeOfLetter(letter)).toBeUndefined();
  });
});

test('a case that nobody handles throws and names it', () => {
  expect(() => assertNever({ type: 'new' } as never)).toThrow('unhandled case: {"type":"new"}');
});
