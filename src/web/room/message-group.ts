import { element } from '../element.js';
import { localTime } from '../local-time.js';
import { hueClass, memberLabel } from './member-label.js';
import { createMessage, type MessageItem, type MessageNode } from './message.js';

/** Messages further apart than this get a head of their own, so that times stay true. */
const APART_MS = 300_000;

/** Messages of one sender, one after the other, under one head. */
export interface MessageGroup {
  readonly element: HTMLElement;
  takes(item: MessageItem): boolean;
  add(item: MessageItem): MessageNode;
}

export function createMessageGroup(first: MessageItem): MessageGroup {
  const { from } = first;
  // Who wrote it needs no announcement.
  const live = from.self ? ({ 'aria-live': 'off' } as const) : {};
  const node = element('div', { class: `group ${hueClass(from)}${from.self ? ' own' : ''}`, ...live });
  const head = element('div', { class: 'head' }, ...memberLabel(from, ['host', 'self']), localTime(first.at));
  node.append(head);
  let last: MessageItem | undefined;
  return {
    element: node,
    takes: (item) => item.from.id === from.id && item.from.shown === from.shown && item.at - (last ?? first).at < APART_MS,
    add(item) {
      const message = createMessage(item, last !== undefined);
      last = item;
      node.append(message.element);
      return message;
    },
  };
}
