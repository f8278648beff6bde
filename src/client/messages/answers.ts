import type { MemberId } from '../../protocol/ids.js';
import type { MessageItem } from '../view-log.js';

/** Which messages answer which: keys of answers, by where it was said (with one member alone, or to the room) and the id that they name. */
export class Answers {
  readonly #keys = new Map<string, Set<number>>();

  /** Messages that are answered. */
  get size(): number {
    return this.#keys.size;
  }

  add({ key, replyTo, private: between }: MessageItem): void {
    if (replyTo === undefined) return;
    const name = nameOf(between?.with.id, replyTo);
    const keys = this.#keys.get(name);
    if (keys === undefined) this.#keys.set(name, new Set([key]));
    else keys.add(key);
  }

  /** It is not shown any more. */
  drop({ key, replyTo, private: between }: MessageItem): void {
    if (replyTo === undefined) return;
    const name = nameOf(between?.with.id, replyTo);
    const keys = this.#keys.get(name);
    keys?.delete(key);
    if (keys?.size === 0) this.#keys.delete(name);
  }

  to(within: MemberId | undefined, id: string): Iterable<number> {
    return this.#keys.get(nameOf(within, id)) ?? [];
  }

  clear(): void {
    this.#keys.clear();
  }
}

const nameOf = (within: MemberId | undefined, id: string): string => `${within ?? ''} ${id}`;
