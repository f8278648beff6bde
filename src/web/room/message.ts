import type { ViewItem } from '../../client/view.js';
import { button, element, fill } from '../element.js';
import { icon } from '../icon.js';
import { words } from '../words.js';
import { linked } from './link.js';
import type { MemberLabels } from './member-labels.js';

export type MessageItem = Extract<ViewItem, { readonly type: 'message' }>;

/** Above this a message is folded, so that nobody can push the rest away with one. */
const FOLD_LINES = 24;
const FOLD_CHARACTERS = 2_400;

export interface MessageNode {
  readonly element: HTMLElement;
  update(item: MessageItem): void;
}

/** `continued`: the head above names the sender already; then only a screen reader hears the name again. */
export function createMessage(item: MessageItem, continued: boolean, labels: MemberLabels): MessageNode {
  const mark = element('span', { class: 'mark' });
  const text = element('div', { class: 'text-body', dir: 'auto' }, ...linked(item.text));
  const body: HTMLElement[] = item.style === 'me' ? [element('div', { class: 'me' }, '* ', labels.nick(item.from), ' ', text)] : [text];
  const by = item.private ? privacyOf(item, labels) : fill(words.message.by, { who: labels.nick(item.from) });
  if (continued) body.unshift(element('span', { class: 'unseen' }, ...by, ' '));
  const node = element('div', { class: 'message' }, ...body, mark);
  if (isLong(item.text)) fold(node, text);
  let drawn: MessageItem['state'] | undefined;
  const update = ({ state }: MessageItem): void => {
    if (state === drawn) return;
    drawn = state;
    node.dataset['state'] = state;
    mark.replaceChildren(...markOf(state));
  };
  update(item);
  return { element: node, update };
}

/** `private, from ana`: said of what is between two alone, which has a frame of its own, as no text can have. */
export const privacyOf = ({ from, private: between }: MessageItem, labels: MemberLabels): readonly HTMLElement[] => {
  if (between === undefined) return [];
  const [who, ...badges] = labels.full(between.with, ['host', 'verified']);
  return [element('span', { class: 'private-with' }, ...fill(words.message[from.self ? 'to' : 'from'], { who: who ?? '' })), ...badges];
};

/** Nothing for what has gone out: only the exception is marked. */
function markOf(state: MessageItem['state']): readonly Node[] {
  if (state === 'sent') return [];
  const said = element('span', { class: state === 'failed' ? '' : 'unseen' }, words.message[state]);
  return [icon(state === 'failed' ? 'failed' : 'clock'), said];
}

const isLong = (text: string): boolean => text.length > FOLD_CHARACTERS || text.split('\n', FOLD_LINES + 1).length > FOLD_LINES;

function fold(node: HTMLElement, text: HTMLElement): void {
  text.classList.add('folded');
  const more = button(
    { class: 'more' },
    () => {
      text.classList.remove('folded');
      more.remove();
    },
    words.message.more,
  );
  node.append(more);
}
