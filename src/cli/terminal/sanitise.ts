import { visible, visibleLines } from '../../protocol/unsafe-text.js';

const PLAIN = /^[\x20-\x7e]*$/u;

/** Emoji that are joined to one are shown one by one: terminals do not agree on how wide the one would be. */
const BETWEEN_EMOJI = '';

/**
 * Text from outside as one line that is safe to show: whatever could move the cursor, reach the terminal, hide or turn other text is a
 * visible escape such as `\u{1b}`. Every text from outside goes through here, or through `sanitiseLines`, before a terminal sees it.
 */
export const sanitise = (text: string): string => (PLAIN.test(text) ? text : visible(text, BETWEEN_EMOJI));

/** Text of several lines; line ends part them, and a tab is four spaces. */
export const sanitiseLines = (text: string): readonly string[] => visibleLines(text, BETWEEN_EMOJI);
