import type { Member } from '../../client/member-api.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import { Unread } from '../../client/unread.js';
import type { MemberId } from '../../protocol/ids.js';
import { button, element, fill } from '../element.js';
import { icon } from '../icon.js';
import { counted } from '../language.js';
import { isTouch } from '../pointer.js';
import { onCloseRequest } from './close-request.js';
import type { FileDesk } from './files/file-desk.js';
import type { MemberLabels } from './member-labels.js';
import { MessageLog } from './message-log.js';
import type { MessageItem } from '../../client/view-log.js';
import type { Outcome } from './outcome.js';
import { privateWords } from './private-words.js';
import { createQuietLine } from './quiet-line.js';
import { createTalk, type Talk } from './talk.js';
import type { Written } from './written.js';

/** Here a talk of two has no place beside the room, and stands over it. */
const NARROW = '(max-width: 63.99rem)';

export interface PrivateTalksOptions {
  readonly room: HTMLElement;
  readonly member: Member;
  readonly labels: MemberLabels;
  readonly files: FileDesk;
  readonly attach: (to: ViewMember) => void;
  readonly submit: (written: Written, to: ViewMember, log: MessageLog) => Outcome;
  readonly confirmLinks: (log: HTMLElement) => void;
  /** What was said while nobody looked is more, or was seen. */
  readonly unreadChanged: () => void;
  /** It was closed: one writes to the room again. */
  readonly closed: () => void;
}

/** With one member. What was begun to be written waits while it is closed. */
interface Thread {
  to: ViewMember;
  readonly unread: Unread;
  draft: string;
}

interface Shown {
  readonly thread: Thread;
  readonly talk: Talk;
}

/** What is said between two alone: one talk at a time, in a place of its own with a field of its own. */
export class PrivateTalks {
  /** The talk that is open, or nothing. */
  readonly element = element('section', { class: 'private-pane', hidden: '' });
  /** Who has written and was not read. */
  readonly waiting = element('div', { class: 'private-waiting' });
  readonly #status = element('span', { class: 'unseen', role: 'status' });
  readonly #options: PrivateTalksOptions;
  readonly #threads = new Map<MemberId, Thread>();
  readonly #narrow = matchMedia(NARROW);
  readonly #fit = (): void => this.#cover();
  #shown: Shown | undefined;
  #isSeen = true;
  /** While it stands over the room, if the browser itself tells when to close. */
  #unwatch: (() => void) | undefined;

  constructor(options: PrivateTalksOptions) {
    this.#options = options;
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && this.#unwatch === undefined) this.close();
    });
    this.#narrow.addEventListener('change', this.#fit);
  }

  get unread(): { readonly count: number; readonly mentions: number } {
    const all = [...this.#threads.values()].map(({ unread }) => unread);
    return { count: all.reduce((sum, { count }) => sum + count, 0), mentions: all.reduce((sum, { mentions }) => sum + mentions, 0) };
  }

  open(to: ViewMember): void {
    if (this.#shown?.thread.to.id === to.id) return this.#shown.talk.composer.focus();
    this.#put();
    const thread = this.#thread(to);
    const talk = this.#talk(thread);
    this.#shown = { thread, talk };
    this.#draw();
    talk.log.redraw(this.#options.member.view.items);
    this.element.hidden = false;
    this.#cover();
    this.#look();
    if (!isTouch()) talk.composer.focus();
  }

  /** With whom one talks at this place of the page, if it is one of these. */
  at(place: EventTarget | null): ViewMember | undefined {
    return place instanceof Node && this.element.contains(place) ? this.#shown?.thread.to : undefined;
  }

  close(): void {
    if (this.#shown === undefined) return;
    this.#put();
    this.element.hidden = true;
    this.element.replaceChildren();
    this.#cover();
    this.#options.closed();
  }

  add(item: ViewItem): void {
    const shown = this.#shown;
    const isPrivate = item.type === 'message' && item.private !== undefined;
    if (isPrivate) this.#heard(item);
    if (!isPrivate || shown?.thread.to.id === item.private?.with.id) shown?.talk.log.add(item);
    this.#told();
  }

  change(item: MessageItem): void {
    this.#shown?.talk.log.change(item);
    this.#shown?.talk.actions.changed(item);
  }

  look(isSeen: boolean): void {
    this.#isSeen = isSeen;
    this.#look();
  }

  redraw(): void {
    this.#told();
    if (this.#shown === undefined) return;
    const { talk } = this.#shown;
    talk.log.redraw(this.#options.member.view.items);
    talk.composer.relabel();
    talk.actions.redrawn();
    this.#draw();
  }

  dispose(): void {
    this.#put();
    this.#watch(false);
    this.#threads.clear();
    this.#narrow.removeEventListener('change', this.#fit);
  }

  #thread(to: ViewMember): Thread {
    const thread = this.#threads.get(to.id) ?? { to, unread: new Unread(), draft: '' };
    thread.to = to;
    this.#threads.set(to.id, thread);
    return thread;
  }

  #heard(item: MessageItem): void {
    const to = item.private?.with;
    if (to === undefined || this.#shown?.thread.to.id === to.id) return;
    const { unread } = this.#thread(to);
    unread.look(false);
    unread.heard(item);
  }

  #talk(thread: Thread): Talk {
    const { member, labels, files, room, submit, confirmLinks } = this.#options;
    const { to, unread } = thread;
    const log: MessageLog = new MessageLog({
      labels,
      files,
      unread,
      members: () => member.view.members,
      label: () => said(privateWords.log, thread),
      draw: (item) => drawn(item, to, labels),
      unreadChanged: () => this.#told(),
    });
    confirmLinks(log.element);
    const texts = (): { label: string; placeholder: string } => ({
      label: said(privateWords.label, thread),
      placeholder: said(privateWords.placeholder, thread),
    });
    // Who writes is told to the room: of what is between two it hears nothing.
    const typing = (): void => undefined;
    const { draft } = thread;
    return createTalk({
      room,
      member,
      labels,
      log,
      to,
      texts,
      draft,
      typing,
      submit: (written) => submit(written, thread.to, log),
      attach: () => this.#options.attach(thread.to),
    });
  }

  #draw(): void {
    if (this.#shown === undefined) return;
    const { thread, talk } = this.#shown;
    const { labels } = this.#options;
    const [who, ...badges] = labels.full(thread.to, ['host', 'verified']);
    const title = element('h2', { class: 'private-title' }, ...fill(privateWords.title, { who: who ?? '' }), ' ', ...badges);
    const back = button({ class: 'icon-button', 'aria-label': privateWords.back, title: privateWords.back }, () => this.close());
    back.append(icon('close'));
    const only = element('p', { class: 'private-only' }, ...fill(privateWords.only, { who: labels.nick(thread.to) }));
    talk.composer.prompt(`= ${thread.to.shown}`);
    this.element.setAttribute('aria-label', said(privateWords.title, thread));
    this.element.replaceChildren(element('div', { class: 'private-head' }, title, back), only, talk.log.element, talk.composer.element);
  }

  /** What was being written stays in memory; what was drawn goes. */
  #put(): void {
    if (this.#shown === undefined) return;
    const { thread, talk } = this.#shown;
    thread.draft = talk.composer.draft;
    talk.log.look(false);
    talk.log.dispose();
    talk.composer.dispose();
    this.#shown = undefined;
  }

  /** Over the room, what is below cannot be reached. */
  #cover(): void {
    const covers = this.#shown !== undefined && this.#narrow.matches;
    for (const node of this.element.parentElement?.children ?? [])
      if (node !== this.element && node instanceof HTMLElement) node.inert = covers;
    this.#watch(covers);
  }

  /** Beside the room it is left by Esc only from within. */
  #watch(covers: boolean): void {
    if (covers) {
      this.#unwatch ??= onCloseRequest(() => this.close());
      return;
    }
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #look(): void {
    this.#shown?.talk.log.look(this.#isSeen);
    this.#told();
  }

  #told(): void {
    const waiting = [...this.#threads.values()].filter(({ unread }) => unread.count > 0);
    const labels = waiting.map((thread) => said(counted(privateWords.waiting, thread.unread.count), thread));
    const text = labels.join(', ');
    // Each line of the log comes by here.
    if (this.#status.textContent !== text) {
      const at = [...this.waiting.children].indexOf(document.activeElement ?? this.element);
      const presses = waiting.map((thread, place) => button({ class: 'private-open' }, () => this.open(thread.to), labels[place] ?? ''));
      this.waiting.replaceChildren(...presses, this.#status);
      this.#status.textContent = text;
      if (at >= 0) presses[Math.min(at, presses.length - 1)]?.focus();
    }
    this.#options.unreadChanged();
  }
}

/** A label has no isolation of its own. */
const said = (template: string, { to }: Thread): string => template.replace('{who}', () => `\u2068${to.shown}\u2069`);

/** What is between the two, and what happens to the other. */
function drawn(item: ViewItem, to: ViewMember, labels: MemberLabels): 'message' | HTMLElement | undefined {
  if (item.type === 'message') return item.private?.with.id === to.id ? 'message' : undefined;
  return 'member' in item && item.member.id === to.id ? createQuietLine(item, labels) : undefined;
}
