import type { Cancel, Clock } from '../../core/ports/clock.js';
import type { BulkLine } from './bulk-line.js';
import type { Fetch } from './fetch.js';
import { sealReceipt } from './receipt.js';

/** Chunks that come closer together than this share a receipt. */
const GATHER_MS = 10;
/** But not more of them: their owner waits for it. */
const GATHER_MOST = 3;

/** Says which chunks have come: each soon, many with one frame. */
export class Receipts {
  readonly #clock: Clock;
  readonly #line: BulkLine;
  readonly #owed = new Map<Fetch, number>();
  #sentAt = 0;
  #timer: Cancel | undefined;

  constructor(clock: Clock, line: BulkLine) {
    this.#clock = clock;
    this.#line = line;
  }

  owe(fetch: Fetch): void {
    const owed = (this.#owed.get(fetch) ?? 0) + 1;
    this.#owed.set(fetch, owed);
    if (owed >= GATHER_MOST || fetch.have.full || this.#clock.now() - this.#sentAt >= GATHER_MS) this.pump();
    else this.#timer ??= this.#clock.after(GATHER_MS, () => this.pump());
  }

  /** As many as can go out now. */
  pump(): void {
    this.#timer?.();
    this.#timer = undefined;
    for (const fetch of this.#owed.keys()) if (this.#send(fetch)) this.#owed.delete(fetch);
  }

  drop(fetch: Fetch): void {
    this.#owed.delete(fetch);
  }

  stop(): void {
    this.#timer?.();
    this.#owed.clear();
  }

  #send(fetch: Fetch): boolean {
    const { askedAt, tag, key, have, last } = fetch;
    // It will be asked anew, and told then.
    if (askedAt === undefined || last === undefined) return true;
    const number = fetch.receipts + 1;
    if (!this.#line.send({ tag, number, sealed: sealReceipt(key, number, { last, have }) }, [askedAt])) return false;
    fetch.receipts = number;
    this.#sentAt = this.#clock.now();
    return true;
  }
}
