import { escaped, isUnsafe } from '../../protocol/unsafe-text.js';

const TAB = '    ';

const PICTURE = /\p{ExtPict}|\p{EMod}|\uFE0F/u;

/** One line of text from outside, with whatever could hide, turn or move other text as an escape that is seen. What joins two emoji stays. */
export function visible(text: string): string {
  const characters = [...text];
  const joins = (index: number): boolean =>
    characters[index] === '\u200D' && PICTURE.test(characters[index - 1] ?? '') && /\p{ExtPict}/u.test(characters[index + 1] ?? '');
  return characters.map((character, index) => (isUnsafe(character) && !joins(index) ? escaped(character) : character)).join('');
}

/** Its lines, each of which is so. */
export const visibleLines = (text: string): readonly string[] => text.split(/\r\n|\n/u).map((line) => visible(line.replaceAll('\t', TAB)));
