import type { ViewItem } from '../../client/view.js';
import { element } from '../element.js';
import { createLogPane, type LogPane } from './log-pane.js';
import type { MemberLabels } from './member-labels.js';
import { createMessageGroup, type MessageGroup } from './message-group.js';
import type { MessageItem } from './message.js';
import { createQuietLine } from './quiet-line.js';

/** A line of this page itself, such as the answer to /help: made again for another language. */
type Note = () => HTMLElement;

/** Of these the last ones stay when the log is drawn anew. */
const NOTES_MOST = 50;

/** What was said, the newest at the end. */
export class MessageLog {
  readonly element = element('div', { class: 'log-box' });
  readonly #labels: MemberLabels;
  #pane: LogPane = this.#opened();
  #group: MessageGroup | undefined;
  /** Behind which item each stands. */
  #notes: (readonly [after: number, note: Note])[] = [];
  #last = -1;
  #cleared = -1;

  constructor(labels: MemberLabels) {
    this.#labels = labels;
  }

  add(item: ViewItem): void {
    this.#append(item);
    const { follower, newer } = this.#pane;
    follower.grown();
    if (item.type === 'message' && item.from.self) follower.toEnd();
    if (!follower.following) newer.count();
  }

  change(item: ViewItem): void {
    if (item.type === 'message') this.#pane.ring.get(item.key)?.message?.update(item);
  }

  note(note: Note): void {
    this.#notes = [...this.#notes, [this.#last, note] as const].slice(-NOTES_MOST);
    this.#addLine(undefined, note());
    this.#pane.follower.toEnd();
  }

  clear(): void {
    this.#group = undefined;
    this.#notes = [];
    this.#cleared = this.#last;
    this.#pane.ring.clear();
    this.#pane.newer.reset();
  }

  /** The same lines in the language that is spoken now, with the reader where he was. A new element: nobody is told all of it again. */
  redraw(items: readonly ViewItem[]): void {
    const before = this.#pane;
    const place = before.place();
    const notes = [...this.#notes];
    this.#pane = this.#opened();
    this.#group = undefined;
    const noteUpTo = (key: number): void => {
      while ((notes[0]?.[0] ?? Infinity) < key) this.#addLine(undefined, notes.shift()?.[1]() ?? element('div'));
    };
    for (const item of items.filter(({ key }) => key > this.#cleared)) {
      noteUpTo(item.key);
      this.#append(item);
    }
    noteUpTo(Infinity);
    before.close();
    this.#pane.newer.count(before.newer.waiting);
    this.#pane.goTo(place);
  }

  dispose(): void {
    this.#pane.close();
    this.clear();
  }

  #opened(): LogPane {
    const pane = createLogPane();
    this.element.replaceChildren(pane.element, pane.newer.element);
    return pane;
  }

  #append(item: ViewItem): void {
    this.#last = item.key;
    if (item.type === 'message') this.#addMessage(item);
    else this.#addLine(item.key, createQuietLine(item, this.#labels));
  }

  #addMessage(item: MessageItem): void {
    if (this.#group?.takes(item) !== true) {
      this.#group = createMessageGroup(item, this.#labels);
      this.#pane.element.append(this.#group.element);
    }
    const message = this.#group.add(item);
    this.#pane.ring.set(item.key, { element: message.element, message });
  }

  #addLine(key: number | undefined, line: HTMLElement): void {
    this.#group = undefined;
    this.#pane.element.append(line);
    this.#pane.ring.set(key, { element: line });
  }
}
