import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nickSkeleton, parseNick } from '../../../src/protocol/nick.js';
import { escaped, isUnsafe } from '../../../src/protocol/unsafe-text.js';
import { anyText } from '../../helpers/any-text.js';

describe('a nick', () => {
  test.each(['a', 'Ana', 'ana b', 'José', '李雷', 'عمر', '👩🏽', 'x'.repeat(32), '😀'.repeat(32), '<b>', '"; --'])('may be %j', (nick) => {
    expect(parseNick(nick)).toEqual({ ok: true, value: nick });
  });

  test.each([
    ['nothing', ''],
    ['33 characters', 'x'.repeat(33)],
    ['a space in front', ' ana'],
    ['a space behind', 'ana '],
    ['a no-break space inside', 'a\u00a0b'],
    ['an ideographic space inside', 'a\u3000b'],
    ['a tab inside', 'a\tb'],
    ['a line feed inside', 'a\nb'],
    ['an escape', 'a\u001b[31m'],
    ['a C1 control', 'a\u009bb'],
    ['a direction override', 'a\u202eb'],
    ['a direction isolate', 'a\u2066b'],
    ['a zero-width space', 'a\u200bb'],
    ['a zero-width joiner', 'a\u200db'],
    ['a soft hyphen', 'a\u00adb'],
    ['a byte order mark', 'a\ufeffb'],
    ['a tag character', 'a\u{e0041}b'],
    ['a Hangul filler', 'a\u3164b'],
    ['a Khmer filler', 'a\u17b4b'],
    ['a grapheme joiner', 'a\u034fb'],
    ['a line separator', 'a\u2028b'],
    ['half a surrogate pair', 'a\ud83d'],
    ['the mark of a key', 'ana·1234'],
    ['letters that are not composed', 'Jose\u0301'],
  ])('has not %s', (_, nick) => {
    expect(parseNick(nick).ok).toBe(false);
  });

  test('a sentence says what is wrong', () => {
    expect(parseNick('')).toEqual({ ok: false, reason: 'a nick needs at least one character' });
    expect(parseNick('x'.repeat(33))).toEqual({ ok: false, reason: 'a nick has at most 32 characters' });
  });

  test('that is taken has 1 to 32 characters, none of them unsafe, and no space at its ends, whatever was typed', () => {
    fc.assert(
      fc.property(anyText(34), (text) => {
        const nick = parseNick(text);
        if (!nick.ok) return;
        expect(nick.value).toBe(text.normalize('NFC'));
        expect([...nick.value].length).toBeLessThanOrEqual(32);
        expect([...nick.value].some(isUnsafe) || nick.value.trim() !== nick.value || nick.value === '').toBe(false);
      }),
    );
  });
});

describe('the skeleton', () => {
  test.each([
    ['ana', 'ANA'],
    ['ana', 'аnа'],
    ['ana', 'αnα'],
    ['ana', 'ａｎａ'],
    ['ana', 'áñà'],
    ['ana', 'a_n-a'],
    ['ana', 'a n.a'],
    ['host', 'h0st'],
    ['host', 'һоѕт'],
    ['host', 'НОЅТ'],
    ['host', 'Ηοst'],
    ['ben', 'Веn'],
    ['nina', 'Νina'],
    ['yan', 'Υan'],
    ['zoe', 'Ζoe'],
    ['bill', 'bi11'],
    ['bill', 'BIll'],
    ['bill', 'b|ll'],
    ['sam', '5am'],
    ['sam', '$arn'],
    ['tom', 'torn'],
  ])('of %s and %s is the same', (a, b) => {
    expect(nickSkeleton(b)).toBe(nickSkeleton(a));
  });

  test.each([
    ['ana', 'anna'],
    ['ana', 'ena'],
    ['李雷', '韩梅'],
    ['ben', 'den'],
  ])('of %s and %s is not', (a, b) => {
    expect(nickSkeleton(b)).not.toBe(nickSkeleton(a));
  });

  test('of a skeleton is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (text) => {
        expect(nickSkeleton(nickSkeleton(text))).toBe(nickSkeleton(text));
      }),
    );
  });
});

describe('unsafe characters', () => {
  test('every C0 and C1 control, DEL and bidi control is one', () => {
    const controls = [...Array(32).keys(), ...Array.from({ length: 33 }, (_, n) => 0x7f + n)];
    const bidi = [0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];
    for (const point of [...controls, ...bidi]) expect([point, isUnsafe(String.fromCodePoint(point))]).toEqual([point, true]);
  });

  test('letters, spaces, marks and emoji are none', () => {
    for (const character of [' ', 'a', 'é', '\u0301', '李', '😀', '\ufe0f', '·'])
      expect([character, isUnsafe(character)]).toEqual([character, false]);
  });

  test('have a visible form', () => {
    expect([escaped('\u001b'), escaped('\u{e0041}')]).toEqual(['\\u{1b}', '\\u{e0041}']);
  });
});
