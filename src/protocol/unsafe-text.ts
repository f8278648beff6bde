/**
 * Characters that change how other text looks, or look like nothing: C0, C1, bidi controls and isolates, zero-width, variation selectors
 * that stand alone cannot be told from emoji, so they are left; line and paragraph separators, tags, fillers, unpaired surrogates.
 * (Unicode categories Cc, Cf, Cs, Zl, Zp and the Hangul and Khmer fillers.)
 */
const UNSAFE = /[\u034F\u17B4\u17B5\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/u;

export const isUnsafe = (character: string): boolean => UNSAFE.test(character);

/** Visible form of one unsafe character: `\u{1b}`. */
export const escaped = (character: string): string => `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
