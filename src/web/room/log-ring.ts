import { limits } from '../../protocol/limits.js';
import type { MessageNode } from './message.js';

export interface LogEntry {
  readonly element: HTMLElement;
  /** Its mark can still change. */
  readonly message?: MessageNode;
}

/** At most `limits.viewItems` lines stay in the document; a group whose last message goes, goes with it. */
export class LogRing {
  readonly #log: HTMLElement;
  readonly #entries = new Map<number, LogEntry>();
  #own = 0;

  constructor(log: HTMLElement) {
    this.#log = log;
  }

  get(key: number): LogEntry | undefined {
    return this.#entries.get(key);
  }

  /** The key of the first line of the view of which this is true. */
  find(holds: (line: HTMLElement) => boolean): number | undefined {
    for (const [key, { element }] of this.#entries) if (key >= 0 && holds(element)) return key;
    return undefined;
  }

  /** Lines of the page itself have no key of the view: theirs count down from -1. */
  set(key: number | undefined, entry: LogEntry): void {
    this.#entries.set(key ?? --this.#own, entry);
    const [oldest] = this.#entries;
    if (this.#entries.size <= limits.viewItems || oldest === undefined) return;
    this.#entries.delete(oldest[0]);
    this.#remove(oldest[1].element);
  }

  clear(): void {
    this.#entries.clear();
    this.#log.replaceChildren();
  }

  #remove(line: HTMLElement): void {
    const holder = line.parentElement;
    line.remove();
    if (holder !== null && holder !== this.#log && holder.querySelector('.message') === null) holder.remove();
  }
}
