import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPalette } from '../../../src/cli/terminal/palette.js';
import { safe } from '../../../src/cli/terminal/safe-text.js';
import { wrap } from '../../../src/cli/terminal/wrap.js';

describe('wrapping', () => {
  test.each([
    ['one two three', 7, 0, ['one two', 'three']],
    ['one two three', 9, 2, ['one two', '  three']],
    ['exactly 10', 10, 4, ['exactly 10']],
    ['incomprehensible', 7, 2, ['incompr', '  ehens', '  ible']],
    ['a incomprehensible', 7, 0, ['a', 'incompr', 'ehensib', 'le']],
    ['a incompréhensible', 7, 2, ['a incom', '  préhe', '  nsibl', '  e']],
    ['    indented text', 10, 4, ['    indent', '    ed', '    text']],
    ['日本語の文', 5, 0, ['日本', '語の', '文']],
    ['👍👍👍', 5, 0, ['👍👍', '👍']],
    ['e\u0301e\u0301e\u0301e\u0301', 3, 0, ['e\u0301e\u0301e\u0301', 'e\u0301']],
    ['日日', 1, 4, ['日', '日']],
    ['', 5, 2, ['']],
  ])('%j at %d columns, %d behind: %j', (text, columns, hang, lines) => {
    expect(wrap(text, columns, hang)).toEqual(lines);
  });

  test('goes without end where there is no terminal', () => {
    expect(wrap('é '.repeat(500), Number.POSITIVE_INFINITY, 4)).toEqual(['é '.repeat(500)]);
  });

  test('gives colours no room, and breaks none', () => {
    const { accent, strong } = createPalette(true);
    const { text } = safe`${accent(safe`one`)} ${strong(safe`two three`)}`;
    const lines = wrap(text, 7, 2);
    expect(lines.map(stripVTControlCharacters)).toEqual(['one two', '  three']);
    expect(lines.join('')).toContain('\u001b[36mone\u001b[39m');
  });

  test('lets no text stand where a line begins, however many spaces it has, and loses nothing but spaces', () => {
    const pieces = fc.array(fc.constantFrom(' ', '  ', ' '.repeat(30), 'Bob · yes', 'word', 'w'.repeat(40), '日本', '👍', 'e\u0301'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 10, max: 60 }), (all, columns) => {
        const text = `Ana · ${all.join('')}`;
        const [first = '', ...more] = wrap(text, columns, 4);
        expect(first.startsWith('Ana ·')).toBe(true);
        expect(more.every((line) => line.startsWith('    '))).toBe(true);
        expect([first, ...more].join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        expect([first, ...more].every((line) => [...line].filter((one) => one !== '\u0301').length <= columns)).toBe(true);
      }),
    );
  });
});
