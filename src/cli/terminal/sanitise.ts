import { escapeUnsafe } from '../../protocol/unsafe-text.js';

const PLAIN = /^[\x20-\x7e]*$/u;
const TAB = '    ';

/**
 * Text from outside as one line that is safe to show: whatever could move the cursor, reach the terminal, hide or turn other text is a
 * visible escape such as `\u{1b}`. Every text from outside goes through here, or through `sanitiseLines`, before a terminal sees it.
 */
export const sanitise = (text: string): string => (PLAIN.test(text) ? text : escapeUnsafe(text));

/** Text of several lines; line ends part them, and a tab is four spaces. */
export const sanitiseLines = (text: string): readonly string[] =>
  text.split(/\r\n|\n/u).map((line) => line.split('\t').map(sanitise).join(TAB));
