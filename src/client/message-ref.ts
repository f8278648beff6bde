import { parsed, type Parsed } from '../protocol/parsed.js';
import { refuse } from './refuse.js';
import type { ViewItem } from './view.js';
import type { MessageItem } from './view-log.js';

/** A message as somebody names it: by its number, or the last one. */
export type MessageRef = number | 'last';

/** `7`, `#7` or `last`. `reason` is an error code. */
export function parseMessageRef(word: string): Parsed<MessageRef> {
  if (word.toLowerCase() === 'last') return parsed('last');
  const [, digits] = /^#?(\d{1,9})$/u.exec(word) ?? [];
  return digits === undefined ? refuse('MESSAGE_UNKNOWN') : parsed(Number(digits));
}

/** The message that is meant, among those that `fits` takes. What is gone is none. `reason` is an error code. */
export function findMessage(
  ref: MessageRef,
  items: readonly ViewItem[],
  fits: (item: MessageItem) => boolean = () => true,
): Parsed<MessageItem> {
  const isMeant = (item: ViewItem): item is MessageItem =>
    item.type === 'message' && item.gone === undefined && (ref === 'last' || item.no === ref) && fits(item);
  const found = items.findLast(isMeant);
  return found === undefined ? refuse('MESSAGE_UNKNOWN') : parsed(found);
}
