import { element } from '../element.js';
import { localTime } from '../local-time.js';
import type { MessageItem } from '../../client/view-log.js';
import { createMessage, privacyOf, type MessageDrawing, type MessageNode } from './message.js';

/** Messages further apart than this get a head of their own, so that times stay true. */
const APART_MS = 300_000;

/** Messages of one sender, one after the other, under one head. */
export interface MessageGroup {
  readonly element: HTMLElement;
  takes(item: MessageItem): boolean;
  add(item: MessageItem): MessageNode;
}

export function createMessageGroup(first: MessageItem, drawing: MessageDrawing): MessageGroup {
  const { from } = first;
  const { labels } = drawing;
  // Who wrote it needs no announcement.
  const live = from.self ? ({ 'aria-live': 'off' } as const) : {};
  const node = element('div', {
    class: `group ${labels.hueClass(from)}${from.self ? ' own' : ''}${first.style === 'me' ? ' deed' : ''}${first.private ? ' private' : ''}`,
    ...live,
  });
  // What somebody does names its doer itself, and stands alone.
  const label = first.style === 'me' ? [] : first.private ? privacyOf(first, labels) : labels.full(from, ['host', 'self', 'verified']);
  const avatar = first.style === 'me' ? [] : [labels.avatar(from)];
  node.append(element('div', { class: 'head' }, ...avatar, ...label, localTime(first.at)));
  let last: MessageItem | undefined;
  return {
    element: node,
    takes({ style, from: { id, shown }, private: between, at }) {
      const same = id === from.id && shown === from.shown && between?.with.id === first.private?.with.id;
      return same && first.style === 'said' && style === 'said' && at - (last ?? first).at < APART_MS;
    },
    add(item) {
      const message = createMessage(item, last !== undefined, drawing);
      last = item;
      node.append(message.element);
      return message;
    },
  };
}
