import type { MemberId } from '../../protocol/ids.js';
import { MessageRecord } from './message-record.js';

/** Acts whose message has not come, or is not shown any more, are kept for so many messages; of one member for so many. */
const UNPLACED_MOST = 1_000;
const UNPLACED_OF_ONE = 100;

/** A message: where it was said (with one member alone, or to the room), who wrote it, and its id (32 hexadecimal characters). */
export interface MessageName {
  readonly within: MemberId | undefined;
  readonly author: MemberId;
  readonly id: string;
}

const textOf = ({ within, author, id }: MessageName): string => `${within ?? ''} ${author} ${id}`;

/** Records of the messages of a view, and of some that may still come. An id alone names nothing: anybody may choose that of another. */
export class MessageTable {
  readonly #placed = new Map<string, { readonly key: number; readonly record: MessageRecord }>();
  readonly #unplaced = new Map<string, { readonly by: MemberId; readonly record: MessageRecord }>();

  /** The message has come, and has this key in the view; undefined: it was there already. */
  place(name: MessageName, key: number): MessageRecord | undefined {
    const text = textOf(name);
    if (this.#placed.has(text)) return undefined;
    const record = this.#unplaced.get(text)?.record ?? new MessageRecord();
    this.#unplaced.delete(text);
    this.#placed.set(text, { key, record });
    return record;
  }

  has(name: MessageName): boolean {
    return this.#placed.has(textOf(name));
  }

  placed(name: MessageName): { readonly key: number; readonly record: MessageRecord } | undefined {
    return this.#placed.get(textOf(name));
  }

  /** It is not in the view any more. */
  drop(name: MessageName): void {
    this.#placed.delete(textOf(name));
  }

  /** Where the acts of `by` are kept until their message comes; undefined: too many wait already. */
  unplaced(name: MessageName, by: MemberId): MessageRecord | undefined {
    const text = textOf(name);
    const known = this.#unplaced.get(text);
    if (known !== undefined) return known.record;
    if ([...this.#unplaced.values()].filter((one) => one.by === by).length >= UNPLACED_OF_ONE) return undefined;
    const [oldest] = this.#unplaced.keys();
    if (this.#unplaced.size >= UNPLACED_MOST && oldest !== undefined) this.#unplaced.delete(oldest);
    const record = new MessageRecord();
    this.#unplaced.set(text, { by, record });
    return record;
  }

  clear(): void {
    this.#placed.clear();
    this.#unplaced.clear();
  }
}
