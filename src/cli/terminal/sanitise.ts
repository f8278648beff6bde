import { escaped, isUnsafe } from '../../protocol/unsafe-text.js';

const PLAIN = /^[\x20-\x7e]*$/u;
const TAB = '    ';

/**
 * Text from outside as one line that is safe to show: whatever could move the cursor, reach the terminal, hide or turn other text is a
 * visible escape such as `\u{1b}`. Every text from outside goes through here, or through `sanitiseLines`, before a terminal sees it.
 */
export function sanitise(text: string): string {
  if (PLAIN.test(text)) return text;
  let safe = '';
  for (const character of text) safe += isUnsafe(character) ? escaped(character) : character;
  return safe;
}

/** Text of several lines; line ends part them, and a tab is four spaces. */
export const sanitiseLines = (text: string): readonly string[] =>
  text.split(/\r\n|\n/u).map((line) => line.split('\t').map(sanitise).join(TAB));
