import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEmoji } from '../../../../src/client/text/emoji.js';
import { limits } from '../../../../src/protocol/limits.js';
import { anyText } from '../../../helpers/any-text.js';

/** This Unicode's own list; the flag `v` is younger than what the page needs. */
const LISTED = new RegExp('^\\p{RGI_Emoji}$', 'v');
const read = (text: string): string | undefined => {
  const emoji = parseEmoji(text);
  return emoji.ok ? emoji.value : undefined;
};
const bytes = (text: string): number => new TextEncoder().encode(text).length;

describe('an emoji', () => {
  test.each(['👍', '❤️', '👍🏽', '🎉', '#️⃣', '0️⃣', '🇩🇪', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '👨‍👩‍👧‍👦', '🏳️‍🌈', '👁️‍🗨️', '🕵️‍♂️', '🏃🏽‍♀️', '🐦‍⬛', '⛹🏽‍♂️', 'ℹ️', '☺️', '🫩'])(
    '%s is one',
    (emoji) => {
      expect(emoji).toMatch(LISTED);
      expect(read(emoji)).toBe(emoji);
    },
  );

  test.each([
    ['🏳‍🌈', '🏳️‍🌈'],
    ['👍️', '👍'],
    ['👁‍🗨', '👁️‍🗨️'],
    ['#⃣', '#️⃣'],
    ['🕵‍♂', '🕵️‍♂️'],
  ])('%s is the same as %s', (written, same) => expect(read(written)).toBe(same));

  test('is each of the list that is one code point, each flag and each with a skin tone', () => {
    const points = Array.from({ length: 0x1_fb00 }, (_, point) => String.fromCodePoint(point));
    const flags = points.slice(0x1_f1e6, 0x1_f200).flatMap((first, _, all) => all.map((second) => first + second));
    const toned = points.slice(0x1_f385, 0x1_faff).map((one) => `${one}\u{1F3FF}`);
    const listed = [...points, ...flags, ...toned].filter((text) => LISTED.test(text) && !/^\p{EMod}$/u.test(text));
    expect(listed.length).toBeGreaterThan(1_500);
    expect(listed.filter((text) => read(text) !== text)).toEqual([]);
  });

  test('that is younger than this program is one too', () => {
    const young = '\u{1FAEF}';
    expect(read(young)).toBe(young);
    expect(read(`${young}\uFE0F`)).toBe(young);
  });

  test.each([
    ['nothing', ''],
    ['a letter', 'a'],
    ['a digit', '1'],
    ['a sign of plain text', '#'],
    ['a digit with the selector alone', '1\uFE0F'],
    ['a letter-like one', '\u2139'],
    ['a heart drawn as text', '❤'],
    ['one drawn as text by will', '❤\uFE0E'],
    ['a copyright sign', '©'],
    ['a word', 'heart'],
    ['a name', ':heart:'],
    ['two', '👍👍'],
    ['one and a space', '👍 '],
    ['one and a letter', '👍a'],
    ['half of a flag', '\u{1F1E9}'],
    ['a skin tone alone', '\u{1F3FD}'],
    ['a joiner alone', '\u200D'],
    ['a joiner at the end', '👍\u200D'],
    ['a selector alone', '\uFE0F'],
    ['a heavy accent', '👍\u0301'],
    ['text in tags', '🏴\u{E0068}\u{E0069}\u{E007F}'],
    ['a direction mark', '\u202E👍'],
    ['half of a pair', '\uD83D'],
    ['a line', '👍\n'],
    ['longer than the limit', '👩🏽‍❤️‍💋‍👩🏽'],
  ])('is not %s', (_name, text) => expect(parseEmoji(text)).toEqual({ ok: false, reason: 'EMOJI_UNKNOWN' }));

  test('of any text is short, has no letter, and is its own', () => {
    const piece = fc.oneof(fc.constantFrom('👍', '❤', '\uFE0F', '\u200D', '🏽', '🇩', '1', '\u20E3', '♂', '🏴'), anyText(2));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const emoji = read(pieces.join(''));
        if (emoji === undefined) return;
        expect(bytes(emoji)).toBeLessThanOrEqual(limits.reactionBytes);
        expect(emoji.replaceAll('ℹ️', '')).not.toMatch(/\p{L}|\s|\p{Cc}/u);
        expect(read(emoji)).toBe(emoji);
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });
});
