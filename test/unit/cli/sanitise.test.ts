import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeJson } from '../../../src/cli/terminal/safe-json.js';
import { safe } from '../../../src/cli/terminal/safe-text.js';
import { sanitise, sanitiseLines } from '../../../src/cli/terminal/sanitise.js';
import { anyText } from '../../helpers/any-text.js';

/** Control, format and surrogate code points, and the separators of lines and paragraphs: nothing a terminal may see. */
const REACHES_A_TERMINAL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Any 16-bit units: well-formed text and lone surrogates, with control characters as often as others. */
const anyUnits = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xa0 }), fc.integer({ min: 0x2000, max: 0x206f }), fc.integer({ min: 0, max: 0xffff })))
  .map((units) => String.fromCharCode(...units));

const corpus = [
  ['a colour', '\u001b[31mred'],
  ['the clipboard', '\u001b]52;c;aGk=\u0007'],
  ['the title', '\u001b]0;x\u001b\\'],
  ['C1 CSI', '\u009b2J'],
  ['a line written over', 'safe\rEVIL'],
  ['backspaces', 'abc\b\b\b'],
  ['direction', 'a\u202egnp.exe'],
  ['isolates', '\u2066x\u2069'],
  ['zero width', 'a\u200bb\u200cc\u200dd\u2060e\ufefff'],
  ['separators', 'a\u2028b\u2029c'],
  ['tags', 'a\u{e0041}b'],
  ['a lone high surrogate', 'a\ud83d'],
  ['a lone low surrogate', '\ude00b'],
  ['DEL', 'a\u007f'],
] as const;

describe('text from outside', () => {
  test.each(corpus)('shows %s as an escape', (_name, text) => {
    expect(sanitise(text)).not.toMatch(REACHES_A_TERMINAL);
    expect(sanitise(text)).toContain('\\u{');
  });

  test('never reaches a terminal raw, whatever it is', () => {
    fc.assert(
      fc.property(anyUnits, (text) => !REACHES_A_TERMINAL.test(sanitise(text))),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(anyText(), (text) => !REACHES_A_TERMINAL.test(sanitise(text))),
      { numRuns: 2_000 },
    );
  });

  test('of several lines is parted at their ends, and keeps nothing else', () => {
    expect(sanitiseLines('a\nb\r\nc\rd\te')).toEqual(['a', 'b', 'c\\u{d}d    e']);
    fc.assert(
      fc.property(anyUnits, (text) => sanitiseLines(text).every((line) => !REACHES_A_TERMINAL.test(line))),
      { numRuns: 1_000 },
    );
  });

  test.each(['hello', 'Grüße', '你好', 'привет', 'שלום', '😀', 'e\u0301', '❤️'])('stays as it is when it is harmless: %s', (text) => {
    expect(sanitise(text)).toBe(text);
  });

  test('shows emoji that are joined to one one by one, and no other joiner as nothing', () => {
    expect(sanitise('❤\ufe0f\u200d🔥 👩🏽\u200d🚀')).toBe('❤\ufe0f🔥 👩🏽🚀');
    expect(sanitise('👩\u200da, \u200d🔥, 👩\u200d\u200d🔥')).toBe('👩\\u{200d}a, \\u{200d}🔥, 👩\\u{200d}\\u{200d}🔥');
  });

  test('put into our words is sanitised; our own words and colours are not', () => {
    const inner = safe`${'\u001b[1m'}`;
    expect(safe`\u001b[2m${inner} joined ${3}`.text).toBe('\u001b[2m\\u{1b}[1m joined 3');
  });

  test('is sanitised in time that grows with its length', () => {
    expect(sanitise('\u001b'.repeat(900_000))).toHaveLength(900_000 * '\\u{1b}'.length);
  });
});

describe('JSON for a terminal', () => {
  test('gives back what was put in, and holds nothing a terminal acts on', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        const json = safeJson({ text, [text]: [text] });
        expect(json).not.toMatch(REACHES_A_TERMINAL);
        expect(JSON.parse(json)).toEqual({ text, [text]: [text] });
      }),
      { numRuns: 2_000 },
    );
  });

  test('leaves letters as they are', () => expect(safeJson('Grüße 你好')).toBe('"Grüße 你好"'));
});
