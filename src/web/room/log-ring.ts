import { limits } from '../../protocol/limits.js';
import { element } from '../element.js';
import type { MessageNode } from './message.js';

export interface LogEntry {
  readonly element: HTMLElement;
  /** Its mark can still change. */
  readonly message?: MessageNode;
}

/** So many lines make a page: more than can be seen at once, and few to lay out. */
const PAGE_LINES = 30;

/**
 * At most `limits.viewItems` lines stay in the document; what holds nothing more goes with its last line. They stand in pages: those that
 * are far away cost a browser nothing.
 */
export class LogRing {
  readonly #log: HTMLElement;
  readonly #entries = new Map<number, LogEntry>();
  #page: HTMLElement | undefined;
  #onPage = 0;
  #own = 0;

  /** Lines come into `log`, which has nothing else. */
  constructor(log: HTMLElement) {
    this.#log = log;
  }

  /** What comes next begins a page. */
  get isPageFull(): boolean {
    return this.#onPage >= PAGE_LINES;
  }

  /** Puts a line, or what holds some, at the end; the lines themselves are told of by `set`. */
  append(node: HTMLElement): void {
    if (this.#page === undefined || this.isPageFull) {
      // What is none of its lines may have been the last thing on it, and be gone.
      if (this.#log.firstElementChild?.firstChild === null) this.#log.firstElementChild.remove();
      this.#page = element('div', { class: 'page' });
      this.#onPage = 0;
      this.#log.append(this.#page);
    }
    this.#page.append(node);
  }

  get(key: number): LogEntry | undefined {
    return this.#entries.get(key);
  }

  /** The key of the first line of the view of which this is true, as it is of its page. */
  find(holds: (line: HTMLElement) => boolean): number | undefined {
    const page = [...this.#log.children].find((one) => holds(one as HTMLElement));
    for (const [key, line] of this.#entries) if (key >= 0 && page?.contains(line.element) === true && holds(line.element)) return key;
    return undefined;
  }

  /** Lines of the page itself have no key of the view: theirs count down from -1. */
  set(key: number | undefined, entry: LogEntry): void {
    this.#entries.set(key ?? --this.#own, entry);
    this.#onPage += 1;
    const [oldest] = this.#entries;
    if (this.#entries.size <= limits.viewItems || oldest === undefined) return;
    this.#entries.delete(oldest[0]);
    oldest[1].message?.dispose();
    const hadFocus = oldest[1].element.contains(document.activeElement);
    this.#remove(oldest[1].element);
    if (hadFocus) this.#log.closest<HTMLElement>('.log')?.focus({ preventScroll: true });
  }

  clear(): void {
    for (const { message } of this.#entries.values()) message?.dispose();
    this.#entries.clear();
    this.#page = undefined;
    this.#log.replaceChildren();
  }

  #remove(line: HTMLElement): void {
    const holder = line.parentElement;
    line.remove();
    if (holder === null || holder === this.#log) return;
    const isEmpty = holder.className === 'page' ? holder.firstChild === null : holder.querySelector('.message') === null;
    if (isEmpty) this.#remove(holder);
  }
}
