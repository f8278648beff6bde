/**
 * Characters that change how other text looks, or look like nothing: C0, C1, bidi controls and isolates, zero-width ones, line and
 * paragraph separators, tags, fillers, unpaired surrogates. (Unicode categories Cc, Cf, Cs, Zl, Zp and the Hangul and Khmer fillers.)
 * Variation selectors are not among them: emoji are written with them.
 */
const UNSAFE = /[\u034F\u17B4\u17B5\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/u;

export const isUnsafe = (character: string): boolean => UNSAFE.test(character);

/** Visible form of one unsafe character: `\u{1b}`. */
export const escaped = (character: string): string => `\\u{${(character.codePointAt(0) as number).toString(16)}}`;

/** A text with each unsafe character in its visible form. */
export const escapeUnsafe = (text: string): string => Array.from(text, (one) => (isUnsafe(one) ? escaped(one) : one)).join('');
