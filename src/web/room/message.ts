import type { MessageItem } from '../../client/view-log.js';
import { element, fill } from '../element.js';
import { icon } from '../icon.js';
import { clockTime } from '../local-time.js';
import { words } from '../words.js';
import { timeLeft, type BurnClock } from './burn-clock.js';
import type { FileCard } from './files/file-card.js';
import type { FileDesk } from './files/file-desk.js';
import { createLateFileCard } from './files/late-file-card.js';
import type { MarkupDrawing } from './markup-nodes.js';
import type { MemberLabels } from './member-labels.js';
import { createMessageBody } from './message-body.js';
import { createMessageQuote } from './message-quote.js';
import { createMessageReactions } from './message-reactions.js';
import { messageWords } from './message-words.js';

export interface MessageNode {
  readonly element: HTMLElement;
  update(item: MessageItem): void;
  /** It is not shown any more. */
  dispose(): void;
}

export interface MessageDrawing extends MarkupDrawing {
  readonly burning: BurnClock;
  readonly files: FileDesk;
}

/** `continued`: the head above names the sender already; then only a screen reader hears the name again. */
export function createMessage(item: MessageItem, continued: boolean, drawing: MessageDrawing): MessageNode {
  const name = messageWords.name.replace('{time}', clockTime(item.at)).replace('{who}', () => item.from.shown);
  const node = element('div', { class: 'message', role: 'article', tabindex: '-1', 'data-key': String(item.key), 'aria-label': name });
  const content = contentOf(drawing);
  const reactions = createMessageReactions();
  const notes = notesOf(drawing);
  const quote = quoteOf(drawing);
  node.append(quote.element, content.element, notes.element, reactions.element);
  const sections = [
    addressed(node, continued ? byOf(item, drawing.labels) : []),
    quote.show,
    ...content.shows,
    notes.show,
    section(
      ({ reactions: these }) => [these],
      ({ reactions: these = [] }) => reactions.show(these),
    ),
    stateOf(node),
  ];
  for (const show of sections) show(item);
  return {
    element: node,
    update(now) {
      // It was told when it came: what changes is seen, and not heard as something new.
      node.setAttribute('aria-live', 'off');
      const hadFocus = node.contains(document.activeElement);
      for (const show of sections) show(now);
      // What had it is gone, and was part of this.
      if (hadFocus && !node.contains(document.activeElement)) node.focus({ preventScroll: true });
    },
    dispose: content.dispose,
  };
}

type Show = (item: MessageItem) => void;

const byOf = (item: MessageItem, labels: MemberLabels): readonly (Node | string)[] => [
  ...(item.private ? privacyOf(item, labels) : fill(words.message.by, { who: labels.nick(item.from) })),
  ' ',
];

/** Whose it is, for who cannot see that, and that it names the reader. */
function addressed(node: HTMLElement, by: readonly (Node | string)[]): Show {
  const before = element('span', { class: 'unseen' });
  return section(
    ({ mentioned }) => [mentioned],
    ({ mentioned }) => {
      node.classList.toggle('mentioned', mentioned === true);
      before.replaceChildren(...by, ...(mentioned ? [messageWords.mentioned, ' '] : []));
      if (before.hasChildNodes()) node.prepend(before);
      else before.remove();
    },
  );
}

/** What it answers. */
function quoteOf({ labels }: MessageDrawing): { readonly element: HTMLElement; readonly show: Show } {
  const place = element('div', { class: 'answers' });
  const show = section(
    ({ quote }) => [quote?.key, quote?.text],
    ({ quote }) => place.replaceChildren(...(quote === undefined ? [] : [createMessageQuote(quote, labels)])),
  );
  return { element: place, show };
}

/** What it says, or the file that it is. */
function contentOf(drawing: MessageDrawing): {
  readonly element: HTMLElement;
  readonly shows: readonly Show[];
  readonly dispose: () => void;
} {
  const body = element('div');
  let card: FileCard | undefined;
  const whole = section(
    ({ text, gone, file }) => [text, gone, file === undefined],
    (now) => {
      card?.dispose();
      card = now.file === undefined ? undefined : createLateFileCard({ ...now, file: now.file }, drawing.labels, drawing.files);
      body.replaceChildren(card?.element ?? createMessageBody(now, drawing));
    },
  );
  const transfer = section(
    ({ file, state: now }) => [file?.transfer, now],
    (now) => card?.update(now),
  );
  return { element: body, shows: [whole, transfer], dispose: () => card?.dispose() };
}

/** That it was written anew, and how long it is still there. */
function notesOf(drawing: MessageDrawing): { readonly element: HTMLElement; readonly show: Show } {
  const after = element('div', { class: 'after', 'aria-live': 'off' });
  const show = section(
    ({ edited, burn, gone }) => [edited, burn?.until, gone],
    (now) => after.replaceChildren(...(now.edited ? [element('span', {}, messageWords.edited)] : []), ...burnOf(now, drawing)),
  );
  return { element: after, show };
}

/** Whether it has gone out: at the end of the message. */
function stateOf(node: HTMLElement): Show {
  const mark = element('span', { class: 'mark' });
  node.append(mark);
  return section(
    ({ state: now }) => [now],
    ({ state: now }) => {
      node.dataset['state'] = now;
      mark.replaceChildren(...markOf(now));
    },
  );
}

/** Draws a part of a message when what it depends on is another. */
function section(of: (item: MessageItem) => readonly unknown[], draw: Show): Show {
  let drawn: readonly unknown[] | undefined;
  return (item) => {
    const now = of(item);
    if (drawn !== undefined && now.every((value, at) => value === drawn?.[at])) return;
    drawn = now;
    draw(item);
  };
}

/** `private, from ana`: said of what is between two alone, which has a frame of its own, as no text can have. */
export const privacyOf = ({ from, private: between }: MessageItem, labels: MemberLabels): readonly HTMLElement[] => {
  if (between === undefined) return [];
  const [who, ...badges] = labels.full(between.with, ['host', 'verified']);
  return [element('span', { class: 'private-with' }, ...fill(words.message[from.self ? 'to' : 'from'], { who: who ?? '' })), ...badges];
};

/** How long it is still there. Nobody is told of each second. */
function burnOf({ burn, gone }: MessageItem, { burning }: MessageDrawing): readonly Node[] {
  if (burn === undefined || gone !== undefined) return [];
  const left = document.createTextNode(timeLeft(1_000 * burn.seconds));
  const node = element('span', { class: 'burn' }, icon('clock'), element('span', { class: 'unseen' }, messageWords.burning, ' '), left);
  if (burn.until !== undefined) burning.watch(left, burn.until);
  return [node];
}

/** Nothing for what has gone out: only the exception is marked. */
function markOf(state: MessageItem['state']): readonly Node[] {
  if (state === 'sent') return [];
  const said = element('span', { class: state === 'failed' ? '' : 'unseen' }, words.message[state]);
  return [icon(state === 'failed' ? 'failed' : 'clock'), said];
}
