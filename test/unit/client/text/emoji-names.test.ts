import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeEmoji, emojiNamed, replaceNames } from '../../../../src/client/text/emoji-names.js';
import { EMOJI_TABLE } from '../../../../src/client/text/emoji-table.js';
import { parseEmoji } from '../../../../src/client/text/emoji.js';
import { anyText } from '../../../helpers/any-text.js';

/** Each emoji with its names. */
const rows = EMOJI_TABLE.trim()
  .split(/\s+(?![\w+-]+(?:\s|$))/u)
  .map((row) => row.split(/\s/u));
const shown = (typed: string): string =>
  completeEmoji(typed)
    .map(({ name, emoji }) => `${emoji} ${name}`)
    .join(', ');

describe('the table of emoji', () => {
  test('has some 300 emoji, each as it is sent, and each name once', () => {
    expect(rows.length).toBeGreaterThanOrEqual(300);
    expect(rows.filter(([emoji = '']) => !parseEmoji(emoji).ok || !new RegExp('^\\p{RGI_Emoji}$', 'v').test(emoji))).toEqual([]);
    for (const words of [rows.map(([emoji]) => emoji), rows.flatMap(([, ...names]) => names)]) {
      expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    }
    expect(rows.flatMap(([, ...names]) => names).filter((name) => !/^[\w+-]+$/u.test(name))).toEqual([]);
    expect(rows.filter((row) => row.length < 2)).toEqual([]);
    expect(rows.flatMap(([emoji, ...names]) => names.filter((name) => emojiNamed(name) !== emoji))).toEqual([]);
  });

  test.each([
    [':heart:', '❤️'],
    ['thumbsup', '👍'],
    ['+1', '👍'],
    [':-1:', '👎'],
    ['TADA', '🎉'],
    ['nothing', undefined],
    ['', undefined],
    [':', undefined],
    ['constructor', undefined],
  ])('%j is %s', (name, emoji) => expect(emojiNamed(name)).toBe(emoji));
});

describe('an emoji is found', () => {
  test('by the beginning of its name, the one that is meant first, then the commonest, then by another word of it', () => {
    expect(shown('heart')).toMatch(/^❤️ heart, 😍 heart_eyes, .*💔 broken_heart|^❤️ heart, 😍 heart_eyes/u);
    expect(shown('CAT')).toBe('🐱 cat, 😺 smiley_cat, 😹 joy_cat, 😻 heart_eyes_cat');
    expect(shown('ok')).toBe('🆗 ok, 👌 ok_hand, 🙆 ok_woman');
    expect(shown('thumbs')).toBe('👍 thumbsup, 👎 thumbsdown');
    expect(shown('zzzz')).toBe('');
    expect(completeEmoji('', 5).map(({ emoji }) => emoji)).toEqual(['👍', '❤️', '😂', '😄', '🎉']);
    expect(completeEmoji('s')).toHaveLength(8);
  });
});

describe('names in what is typed', () => {
  test.each([
    [':heart:', '❤️'],
    ['good :tada::Fire: (:wave:)!', 'good 🎉🔥 (👋)!'],
    ['你好:wave:', '你好👋'],
    [':+1:\n:-1:', '👍\n👎'],
    ['`:heart:` :heart:', '`:heart:` ❤️'],
    ['```\n:heart:\n``` :x:', '```\n:heart:\n``` ❌'],
    ['\\:heart:', ':heart:'],
  ])('become the emoji: %j', (typed, sent) => expect(replaceNames(typed)).toBe(sent));

  test.each([
    'at 10:30:15',
    'std::key::x',
    'a:key:b',
    ':nothing:',
    ':heart::nothing:',
    'C:\\x:key:',
    ':key',
    'key:',
    '::key::',
    'https://room.test/:key:',
    'http://[fe80::1:x:2]/',
    '`a:key:',
    'a\\:nothing:',
  ])('%j stays as it is', (typed) => expect(replaceNames(typed)).toBe(typed));

  test('and nothing else does, whatever it is', () => {
    const piece = fc.oneof(fc.constantFrom(':', '::', 'x', '`', '```', '\\', ' ', '\n', 'http://'), anyText(3));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const typed = pieces.join('');
        const sent = replaceNames(typed);
        expect(sent.replaceAll('❌', ':x:').replaceAll('\\:', ':')).toBe(
          typed.replaceAll('❌', ':x:').replaceAll('\\:', ':').replaceAll(':X:', ':x:'),
        );
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});
