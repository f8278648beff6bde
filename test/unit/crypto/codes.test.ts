import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fingerprintCodes, pairNumber, QR_PREFIX, roomWords } from '../../../src/crypto/codes.js';
import { roomCode } from '../../../src/crypto/room-code.js';
import { fingerprint } from '../../../src/crypto/fingerprint.js';
import { matchCode, parseCode, sameCode } from '../../../src/crypto/typed-code.js';
import { words } from '../../../src/crypto/words.js';

const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const print = fingerprint(key(1));
const hash = (...parts: (string | Uint8Array)[]): Buffer => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
};
/** By long division, digit by digit: another way than the program's. */
const decimal = (bytes: Uint8Array): string => {
  const left = [...bytes];
  let text = '';
  while (text.length < 60) {
    let rest = 0;
    for (let i = 0; i < left.length; i++) {
      const value = rest * 256 + (left[i] ?? 0);
      left[i] = Math.floor(value / 10);
      rest = value % 10;
    }
    text = rest + text;
  }
  return text.replace(/(.{5})(?=.)/g, '$1 ');
};

describe('a fingerprint', () => {
  test('as digits is its value, the last 60 digits, in 12 groups of 5', () => {
    expect(fingerprintCodes.digits(print)).toBe(decimal(hash('ctp1 fp', key(1))));
    expect(fingerprintCodes.digits(print)).toMatch(/^\d{5}( \d{5}){11}$/);
  });

  test('as digits keeps zeros in front', () => {
    expect(fingerprintCodes.digits(new Uint8Array(32))).toBe(Array.from({ length: 12 }, () => '00000').join(' '));
  });

  test('as words is its first 16 bytes, a word each', () => {
    const expected = [...hash('ctp1 fp', key(1)).subarray(0, 16)].map((byte) => words[byte]);
    expect(fingerprintCodes.words(print).split(' ')).toEqual(expected);
  });

  test('as QR text holds all of it, in the characters of the alphanumeric mode, in version 3', () => {
    const text = fingerprintCodes.qr(print);
    expect(text).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
    expect(text.length).toBeLessThanOrEqual(77);
    const flipped = print.slice();
    flipped[31] = (flipped[31] ?? 0) ^ 1;
    expect(fingerprintCodes.qr(flipped)).not.toBe(text);
  });

  test('is another in each form when a bit of its first 128 is another', () => {
    const flipped = print.slice();
    flipped[15] = (flipped[15] ?? 0) ^ 1;
    for (const form of ['digits', 'words', 'qr'] as const) expect(fingerprintCodes[form](flipped)).not.toBe(fingerprintCodes[form](print));
  });
});

describe('the number of a pair', () => {
  test('is the same on both sides: of both keys, the lower first', () => {
    const [a, b] = [new Uint8Array(32).fill(9, 0, 1), new Uint8Array(32).fill(10, 0, 1)];
    expect(pairNumber(a, b)).toBe(decimal(hash('ctp1 pair', a, b)));
    expect(pairNumber(b, a)).toBe(pairNumber(a, b));
  });

  test('is another when either key is', () => {
    const numbers = [pairNumber(key(1), key(2)), pairNumber(key(1), key(3)), pairNumber(key(2), key(3)), pairNumber(key(1), key(1))];
    expect(new Set(numbers).size).toBe(4);
  });
});

test('the code of a room is 12 words of a hash of all bytes of the secret', () => {
  const secret = key(5);
  expect(roomWords(roomCode(secret)).split(' ')).toEqual([...hash('ctp1 room code', secret).subarray(0, 12)].map((byte) => words[byte]));
  expect(roomWords(roomCode(new Uint8Array(32).fill(5, 0, 31)))).not.toBe(roomWords(roomCode(secret)));
});

describe('what a person types', () => {
  const digits = fingerprintCodes.digits(print);
  const spelt = fingerprintCodes.words(print);
  const room = roomWords(roomCode(key(5)));
  const qr = fingerprintCodes.qr(print);

  test.each([
    ['digits as shown', digits, digits],
    ['digits without spaces', digits.replaceAll(' ', ''), digits],
    ['digits with dashes and line breaks', digits.replaceAll(' ', ' –\r\n'), digits],
    ['full-width digits', [...digits].map((d) => (d === ' ' ? d : String.fromCodePoint(0xff10 + Number(d)))).join(''), digits],
    ['words as shown', spelt, spelt],
    ['words in capitals, with commas', spelt.toUpperCase().replaceAll(' ', ', '), spelt],
    ['words one a line, with dots', ` ${spelt.replaceAll(' ', '.\n')}.`, spelt],
    ['words with dashes', spelt.replaceAll(' ', '-'), spelt],
    ['words of a room', room, room],
    ['QR text', qr, qr],
    ['QR text in lower case, wrapped', `${qr.slice(0, 30).toLowerCase()}\n${qr.slice(30).toLowerCase()}`, qr],
  ])('is read: %s', (_name, typed, expected) => {
    expect(parseCode(typed)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ['nothing', ' \n', 'empty'],
    ['59 digits', digits.slice(0, -1), '59 of 60 digits'],
    ['61 digits', `${digits}1`, '61 of 60 digits'],
    ['a letter among digits', `${digits.slice(0, -1)}O`, 'not only digits'],
    ['other digits', `${digits.slice(0, -1)}٣`, 'not only digits'],
    ['15 words', spelt.split(' ').slice(1).join(' '), '15 words'],
    ['a word that is none', spelt.replace(/ \w+ /, ' <script> '), 'word 2 is not in the list'],
    ['QR text cut short', qr.slice(0, -1), 'not a whole fingerprint'],
    ['QR text of fewer bytes', `${QR_PREFIX}${'A'.repeat(50)}`, 'not a whole fingerprint'],
    ['QR text with a stray letter', `${QR_PREFIX}${'A'.repeat(51)}1`, 'not a whole fingerprint'],
    ['an endless text', 'acorn '.repeat(100), 'too long'],
  ])('is not read: %s', (_name, typed, reason) => {
    expect(parseCode(typed)).toEqual({ ok: false, reason });
  });

  const expected = [digits, spelt, qr, pairNumber(key(1), key(2))];
  const other = fingerprint(key(2));
  test.each([
    ['any form of the same', spelt.toUpperCase(), 'same'],
    ['the number of the pair', pairNumber(key(2), key(1)), 'same'],
    ['other digits', fingerprintCodes.digits(other), 'different'],
    ['other words', fingerprintCodes.words(other), 'different'],
    ['other QR text', fingerprintCodes.qr(other), 'different'],
    ["a room's words, which it cannot be compared with", room, 'unreadable'],
    ['half of it', spelt.slice(0, 20), 'unreadable'],
  ])('is compared: %s', (_name, typed, result) => {
    expect(matchCode(typed, expected)).toBe(result);
  });

  test('is the same only when all of it is', () => {
    expect(sameCode(digits, digits)).toBe(true);
    expect(sameCode(digits, `${digits.slice(0, -1)}x`)).toBe(false);
    expect(sameCode(digits, digits.slice(0, -1))).toBe(false);
    expect(sameCode('', digits)).toBe(false);
  });
});
