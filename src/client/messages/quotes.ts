import type { Cancel, Clock } from '../../core/ports/clock.js';
import type { MemberId } from '../../protocol/ids.js';
import type { MessageItem, ViewLog } from '../view-log.js';
import type { Quote } from '../view.js';
import { Answers } from './answers.js';
import type { MessageName } from './message-table.js';

const QUOTED_CHARACTERS = 120;

/** Where more than these answer a message that is written anew, they show it so much later: it costs its writer less than all who draw it. */
const AT_ONCE_MOST = 50;
const LATER_MS = 1_000;

/** What answers show of the messages that they answer. */
export class Quotes {
  readonly #clock: Clock;
  readonly #log: ViewLog;
  readonly #change: (answer: MessageItem) => void;
  readonly #answers = new Answers();
  /** By the keys of messages that were written anew. */
  readonly #later = new Map<number, Cancel>();

  constructor(clock: Clock, log: ViewLog, change: (answer: MessageItem) => void) {
    this.#clock = clock;
    this.#log = log;
    this.#change = change;
  }

  of(answer: Pick<MessageItem, 'private'>, id: string): Quote {
    return quoteOf(this.#quoted(answer, id));
  }

  add(answer: MessageItem): void {
    this.#answers.add(answer);
  }

  drop(answer: MessageItem): void {
    this.#answers.drop(answer);
  }

  /** It has come, or is another: those that answer it show that. */
  show(item: MessageItem): void {
    const answers = this.#to(item);
    const { edited, key } = item;
    if (edited !== true || answers.length <= AT_ONCE_MOST) return this.#show(item, answers);
    if (this.#later.has(key)) return;
    const again = (): void => {
      this.#later.delete(key);
      const now = this.#log.message(key);
      if (now !== undefined) this.#show(now, this.#to(now));
    };
    this.#later.set(key, this.#clock.after(LATER_MS, again));
  }

  /** It is not in the log, where nothing could take its words away later: answers show them no longer. */
  forget({ within, author, id }: MessageName): void {
    for (const key of this.#answers.to(within, id)) this.#quote(key, author);
  }

  stop(): void {
    for (const cancel of this.#later.values()) cancel();
    this.#later.clear();
  }

  clear(): void {
    this.#answers.clear();
  }

  #to({ private: between, id }: MessageItem): readonly number[] {
    return [...this.#answers.to(between?.with.id, id)];
  }

  #show(item: MessageItem, answers: readonly number[]): void {
    const quoted = answers.length === 0 ? undefined : this.#quoted(item, item.id);
    if (quoted !== undefined) for (const key of answers) this.#quote(key, quoted.from.id, quoteOf(quoted));
  }

  /** The message that is answered, where it was said. Of several with one id the first counts. */
  #quoted(item: Pick<MessageItem, 'private'>, id: string): MessageItem | undefined {
    return this.#log.first((one) => one.id === id && one.private?.with.id === item.private?.with.id);
  }

  /** Without `quote` what is quoted stays, without its words. */
  #quote(key: number, author: MemberId, quote?: Quote): void {
    const answer = this.#log.message(key);
    if (answer?.quote === undefined || answer.gone !== undefined) return;
    const { text, ...shown } = answer.quote;
    // Somebody else's had this id before, and is not in the log any more.
    if (shown.from !== undefined && shown.from.id !== author) return;
    const next: Quote = quote ?? shown;
    if (next.key !== shown.key || next.text !== text) this.#change({ ...answer, quote: next });
  }
}

function quoteOf(item: MessageItem | undefined): Quote {
  if (item === undefined) return {};
  const { key, from, text, file, gone } = item;
  if (gone !== undefined) return { key, from };
  const [line = ''] = (file?.name ?? text).trimStart().split('\n', 1);
  const characters = Array.from(line.slice(0, 2 * QUOTED_CHARACTERS + 2));
  const short = characters.length > QUOTED_CHARACTERS ? `${characters.slice(0, QUOTED_CHARACTERS).join('')}…` : line;
  return { key, from, text: short };
}
