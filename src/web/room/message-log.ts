import { Unread } from '../../client/unread.js';
import type { ViewItem } from '../../client/view.js';
import { browserClock } from '../browser-clock.js';
import { element } from '../element.js';
import { dayName } from '../local-time.js';
import { BurnClock } from './burn-clock.js';
import type { FileDesk } from './files/file-desk.js';
import { createLogPane, type LogPane } from './log-pane.js';
import type { MarkupDrawing } from './markup-nodes.js';
import { createMessageGroup, type MessageGroup } from './message-group.js';
import { messageWords } from './message-words.js';
import type { MessageItem } from '../../client/view-log.js';

/** A line of this page itself, such as the answer to /help: made again for another language. */
type Note = () => HTMLElement;

/** Of these the last ones stay when the log is drawn anew. */
const NOTES_MOST = 50;

export interface MessageLogOptions extends MarkupDrawing {
  readonly files: FileDesk;
  readonly label: () => string;
  /** How it stands in this log: as what was said, as a line of its own, or not at all. */
  readonly draw: (item: ViewItem) => 'message' | HTMLElement | undefined;
  /** All of it is drawn, from its beginning. */
  readonly begin?: () => void;
  /** Of what was said here before this log was drawn. */
  readonly unread?: Unread;
  /** What was said while nobody looked is more, or was seen. */
  readonly unreadChanged: () => void;
}

/** What was said, the newest at the end. */
export class MessageLog {
  readonly element = element('div', { class: 'log-box' });
  readonly unread: Unread;
  readonly #options: MessageLogOptions;
  readonly #burning = new BurnClock(() => browserClock.now());
  #pane: LogPane;
  #group: MessageGroup | undefined;
  #divider: HTMLElement | undefined;
  /** Behind which item each stands. */
  #notes: (readonly [after: number, note: Note])[] = [];
  #last = -1;
  #lastAt: number | undefined;
  #cleared = -1;
  #isSeen = true;

  constructor(options: MessageLogOptions) {
    this.#options = options;
    this.unread = options.unread ?? new Unread();
    this.#pane = this.#opened();
  }

  add(item: ViewItem): void {
    const { follower, newer } = this.#pane;
    const isOwn = item.type === 'message' && item.from.self;
    const drawn = this.#options.draw(item);
    if (drawn === 'message') this.unread.heard(item as MessageItem);
    if (isOwn && drawn === 'message') this.#divider?.remove();
    this.#append(item, drawn);
    follower.grown();
    if (isOwn && drawn === 'message') follower.toEnd();
    if (!follower.following && drawn !== undefined) newer.count();
    this.#options.unreadChanged();
  }

  change(item: ViewItem): void {
    if (item.type === 'message') this.#pane.ring.get(item.key)?.message?.update(item);
    this.#pane.follower.grown();
  }

  /** `asked`: by who reads here, who is led to it; what others cause leaves him where he is. */
  note(note: Note, asked = true): void {
    const { follower, newer } = this.#pane;
    this.#notes = [...this.#notes, [this.#last, note] as const].slice(-NOTES_MOST);
    this.#addLine(undefined, note());
    if (asked) return follower.toEnd();
    follower.grown();
    if (!follower.following) newer.count();
  }

  /** Whether it can be seen at all: the page is in front, and nothing stands before the log. */
  look(isSeen: boolean): void {
    this.#isSeen = isSeen;
    this.#looked();
  }

  /** The line of this item; `undefined`: it is not shown here, or no longer. */
  line(key: number): HTMLElement | undefined {
    return this.#pane.ring.get(key)?.element;
  }

  /** Brings the line of this item into sight. */
  goTo(key: number): HTMLElement | undefined {
    const line = this.line(key);
    if (line === undefined) return undefined;
    this.#pane.follower.stay();
    line.scrollIntoView({ block: 'center' });
    return line;
  }

  clear(): void {
    this.#begin();
    this.#notes = [];
    this.#cleared = this.#last;
    this.unread.forget();
    this.#pane.ring.clear();
    this.#pane.newer.reset();
    // Where the reader was is nowhere any more.
    this.#pane.follower.toEnd();
    this.#options.unreadChanged();
  }

  /** The same lines in the language that is spoken now, with the reader where he was. A new element: nobody is told all of it again. */
  redraw(items: readonly ViewItem[]): void {
    const before = this.#pane;
    const place = before.place();
    const notes = [...this.#notes];
    this.#pane = this.#opened();
    this.#begin();
    const noteUpTo = (key: number): void => {
      while ((notes[0]?.[0] ?? Infinity) < key) this.#addLine(undefined, notes.shift()?.[1]() ?? element('div'));
    };
    for (const item of items.filter(({ key }) => key > this.#cleared)) {
      noteUpTo(item.key);
      this.#append(item, this.#options.draw(item));
    }
    noteUpTo(Infinity);
    before.ring.clear();
    before.close();
    this.#pane.newer.count(before.newer.waiting);
    this.#pane.goTo(place);
  }

  dispose(): void {
    this.#pane.close();
    this.#burning.stop();
    this.clear();
  }

  #opened(): LogPane {
    const pane = createLogPane(this.#options.label(), () => this.#looked());
    this.element.replaceChildren(pane.element, pane.newer.element);
    return pane;
  }

  #looked(): void {
    this.unread.look(this.#isSeen && this.#pane.follower.following);
    this.#options.unreadChanged();
  }

  #begin(): void {
    this.#options.begin?.();
    this.#group = undefined;
    this.#divider = undefined;
    this.#lastAt = undefined;
  }

  #append(item: ViewItem, drawn: 'message' | HTMLElement | undefined): void {
    this.#last = item.key;
    if (drawn === undefined) return;
    if (this.#lastAt !== undefined && !isSameDay(this.#lastAt, item.at)) this.#addLine(undefined, separator('day', dayName(item.at)));
    this.#lastAt = item.at;
    if (drawn === 'message') this.#addMessage(item as MessageItem);
    else this.#addLine(item.key, drawn);
  }

  #addMessage(item: MessageItem): void {
    if (item.key === this.unread.before) this.#divide();
    const drawing = { ...this.#options, burning: this.#burning };
    if (this.#pane.ring.isPageFull || this.#group?.takes(item) !== true) {
      this.#group = createMessageGroup(item, drawing);
      this.#pane.ring.append(this.#group.element);
    }
    const message = this.#group.add(item);
    this.#pane.ring.set(item.key, { element: message.element, message });
  }

  /** What follows was not seen when it came. It goes with the log, not with the oldest lines. */
  #divide(): void {
    this.#divider?.remove();
    this.#divider = separator('unread', messageWords.unread);
    this.#group = undefined;
    this.#pane.ring.append(this.#divider);
  }

  #addLine(key: number | undefined, line: HTMLElement): void {
    this.#group = undefined;
    this.#pane.ring.append(line);
    this.#pane.ring.set(key, { element: line });
  }
}

const isSameDay = (one: number, other: number): boolean => new Date(one).toDateString() === new Date(other).toDateString();

const separator = (kind: 'day' | 'unread', text: string): HTMLElement =>
  element('div', { class: `divider ${kind}`, role: 'separator', 'aria-label': text }, element('span', {}, text));
