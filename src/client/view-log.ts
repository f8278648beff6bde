import { limits } from '../protocol/limits.js';
import type { ViewItem } from './view.js';

/** An item before it has its place in the log. */
export type NewItem = ViewItem extends infer I ? (I extends ViewItem ? Omit<I, 'key' | 'rev'> : never) : never;

/** The log of a view: a ring, so that a long session stays small. */
export class ViewLog {
  readonly #items: ViewItem[] = [];
  #key = 0;

  get items(): readonly ViewItem[] {
    return this.#items;
  }

  add(item: NewItem): ViewItem {
    this.#key += 1;
    const kept = { ...item, key: this.#key, rev: 0 } as ViewItem;
    this.#items.push(kept);
    if (this.#items.length > limits.viewItems) this.#items.shift();
    return kept;
  }

  /** Own messages that have this state now; undefined when none has the id. */
  setState(id: string, state: 'sent' | 'failed'): ViewItem | undefined {
    const at = this.#items.findLastIndex((item) => item.type === 'message' && item.id === id && item.from.self);
    const item = this.#items[at];
    if (item?.type !== 'message') return undefined;
    const changed = { ...item, state, rev: item.rev + 1 };
    this.#items[at] = changed;
    return changed;
  }

  get unsent(): readonly string[] {
    return this.#items.flatMap((item) => (item.type === 'message' && item.state === 'sending' ? [item.id] : []));
  }

  clear(): void {
    this.#items.length = 0;
  }
}
