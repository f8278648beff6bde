import type { ViewItem } from '../../client/view.js';
import { element } from '../element.js';
import { words } from '../words.js';
import { LogRing } from './log-ring.js';
import type { MemberLabels } from './member-labels.js';
import { createMessageGroup, type MessageGroup } from './message-group.js';
import type { MessageItem } from './message.js';
import { createNewerButton } from './newer-button.js';
import { createQuietLine } from './quiet-line.js';
import { ScrollFollower } from './scroll-follower.js';

/** A change of text inside the log is not announced, a new line is: so a message's mark speaks to nobody. */
const LIVE = { role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions' } as const;

/** What was said, the newest at the end. */
export class MessageLog {
  readonly element: HTMLElement;
  readonly #log = element('div', { class: 'log', ...LIVE, 'aria-label': words.room.log, tabindex: '0' });
  readonly #ring = new LogRing(this.#log);
  readonly #newer = createNewerButton(() => this.#follower.toEnd());
  readonly #follower = new ScrollFollower(this.#log, (following) => following && this.#newer.reset());
  readonly #labels: MemberLabels;
  #group: MessageGroup | undefined;

  constructor(labels: MemberLabels) {
    this.#labels = labels;
    this.element = element('div', { class: 'log-box' }, this.#log, this.#newer.element);
  }

  add(item: ViewItem): void {
    if (item.type === 'message') this.#addMessage(item);
    else this.#addLine(item.key, createQuietLine(item, this.#labels));
    this.#follower.grown();
    if (!this.#follower.following) this.#newer.count();
  }

  change(item: ViewItem): void {
    if (item.type === 'message') this.#ring.get(item.key)?.message?.update(item);
  }

  /** A line of this page itself, such as the answer to /help. */
  note(line: HTMLElement): void {
    this.#addLine(undefined, line);
    this.#follower.toEnd();
  }

  clear(): void {
    this.#group = undefined;
    this.#ring.clear();
    this.#newer.reset();
  }

  dispose(): void {
    this.#follower.dispose();
    this.clear();
  }

  #addMessage(item: MessageItem): void {
    if (this.#group?.takes(item) !== true) {
      this.#group = createMessageGroup(item, this.#labels);
      this.#log.append(this.#group.element);
    }
    const message = this.#group.add(item);
    this.#ring.set(item.key, { element: message.element, message });
    if (item.from.self) this.#follower.toEnd();
  }

  #addLine(key: number | undefined, line: HTMLElement): void {
    this.#group = undefined;
    this.#log.append(line);
    this.#ring.set(key, { element: line });
  }
}
