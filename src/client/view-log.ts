import { limits } from '../protocol/limits.js';
import type { ViewItem } from './view.js';

/** An item before it has its place in the log. */
export type NewItem = ViewItem extends infer I ? (I extends ViewItem ? Omit<I, 'key' | 'rev' | 'no'> : never) : never;
export type MessageItem = Extract<ViewItem, { readonly type: 'message' }>;

/** The log of a view: a ring, so that a long session stays small. */
export class ViewLog {
  readonly #items: ViewItem[] = [];
  readonly #dropped: (item: ViewItem) => void;
  #key = 0;
  #no = 0;

  /** `dropped`: hears of what is no longer kept. */
  constructor(dropped: (item: ViewItem) => void = () => undefined) {
    this.#dropped = dropped;
  }

  get items(): readonly ViewItem[] {
    return this.#items;
  }

  add(item: NewItem): ViewItem {
    this.#key += 1;
    if (item.type === 'message') this.#no += 1;
    const number = item.type === 'message' ? { no: this.#no } : {};
    const kept = { ...item, ...number, key: this.#key, rev: 0 } as ViewItem;
    this.#items.push(kept);
    const oldest = this.#items.length > limits.viewItems ? this.#items.shift() : undefined;
    if (oldest !== undefined) this.#dropped(oldest);
    return kept;
  }

  /** A message that is still kept. */
  message(key: number): MessageItem | undefined {
    const item = this.#items[this.#at(key)];
    return item?.type === 'message' ? item : undefined;
  }

  /** Puts this in the place of the message with its key. */
  change(item: MessageItem): MessageItem {
    const changed = { ...item, rev: item.rev + 1 };
    this.#items[this.#at(item.key)] = changed;
    return changed;
  }

  get messages(): readonly MessageItem[] {
    return this.#items.filter((item) => item.type === 'message');
  }

  first(test: (message: MessageItem) => boolean): MessageItem | undefined {
    return this.#items.find((item): item is MessageItem => item.type === 'message' && test(item));
  }

  last(test: (message: MessageItem) => boolean): MessageItem | undefined {
    return this.#items.findLast((item): item is MessageItem => item.type === 'message' && test(item));
  }

  clear(): void {
    this.#items.length = 0;
  }

  /** Keys rise by one. */
  #at(key: number): number {
    return key - (this.#items[0]?.key ?? 0);
  }
}
