import type { MessageItem } from '../view-log.js';
import type { Quote } from '../view.js';

const QUOTED_CHARACTERS = 120;

/** What an answer shows of the message that it answers. */
export function quoteOf(item: MessageItem | undefined): Quote {
  if (item === undefined) return {};
  const { key, from, text, file, gone } = item;
  if (gone !== undefined) return { key, from };
  const [line = ''] = (file?.name ?? text).trimStart().split('\n', 1);
  const characters = Array.from(line.slice(0, 2 * QUOTED_CHARACTERS + 2));
  const short = characters.length > QUOTED_CHARACTERS ? `${characters.slice(0, QUOTED_CHARACTERS).join('')}…` : line;
  return { key, from, text: short };
}
