/**
 * Characters that change how other text looks, or look like nothing: C0, C1, bidi controls and isolates, zero-width ones, line and
 * paragraph separators, tags, fillers, unpaired surrogates. (Unicode categories Cc, Cf, Cs, Zl, Zp and the Hangul and Khmer fillers.)
 * Variation selectors are not among them: emoji are written with them.
 */
const CHARACTERS = '[\\u034F\\u17B4\\u17B5\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\u115F\\u1160\\u3164\\uFFA0]';
const UNSAFE = new RegExp(CHARACTERS, 'u');
const EACH_UNSAFE = new RegExp(CHARACTERS, 'gu');

/** Makes one picture of two emoji (UAX #29, GB11). */
const JOINER = '\u200D';
const ENDS_IN_PICTURE = /[\p{ExtPict}\p{EMod}\uFE0F]$/u;
const BEGINS_WITH_PICTURE = /^\p{ExtPict}/u;

const TAB = '    ';

export const isUnsafe = (character: string): boolean => UNSAFE.test(character);

/** Visible form of one unsafe character: `\u{1b}`. */
export const escaped = (character: string): string => `\\u{${(character.codePointAt(0) as number).toString(16)}}`;

/** One line of text from outside, each unsafe character of which is an escape that is seen. What joins two emoji stays, or is `joiner`. */
export const visible = (text: string, joiner = JOINER): string =>
  text.replace(EACH_UNSAFE, (found, at: number) => (found === JOINER && joins(text, at) ? joiner : escaped(found)));

/** Its lines, each of which is so. */
export const visibleLines = (text: string, joiner = JOINER): readonly string[] =>
  text.split(/\r\n|\n/u).map((line) => visible(line.replaceAll('\t', TAB), joiner));

/** A character has two units at most. */
const joins = (text: string, at: number): boolean =>
  ENDS_IN_PICTURE.test(text.slice(Math.max(0, at - 2), at)) && BEGINS_WITH_PICTURE.test(text.slice(at + 1, at + 3));
