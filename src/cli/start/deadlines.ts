import type { Cancel, Clock } from '../../core/ports/clock.js';
import type { EndReason } from '../../protocol/event.js';

export interface DeadlineOptions {
  readonly clock: Clock;
  /** From now on, milliseconds. */
  readonly ttlMs: number | undefined;
  /** Without a guest or a message, milliseconds. */
  readonly idleMs: number | undefined;
  /** End when the last guest has left. */
  readonly once: boolean;
  readonly end: (reason: EndReason) => void;
}

/** When a session ends by itself. */
export class Deadlines {
  readonly #options: DeadlineOptions;
  /** When the time is up; `undefined` when there is no end to it. */
  readonly endsAt: number | undefined;
  readonly #cancelTtl: Cancel = () => {};
  #cancelIdle: Cancel = () => {};
  #guests = 0;

  constructor(options: DeadlineOptions) {
    const { clock, ttlMs, end } = options;
    this.#options = options;
    this.endsAt = ttlMs === undefined ? undefined : clock.now() + ttlMs;
    if (ttlMs !== undefined) this.#cancelTtl = clock.after(ttlMs, () => end('ttl'));
    this.#rest();
  }

  /** How many guests are here, away ones included: they may come back. */
  guests(count: number): void {
    const before = this.#guests;
    this.#guests = count;
    if (this.#options.once && before > 0 && count === 0) this.#options.end('command');
    else this.#rest();
  }

  message(): void {
    this.#rest();
  }

  stop(): void {
    this.#cancelTtl();
    this.#cancelIdle();
  }

  /** The idle time begins now, unless someone is here. */
  #rest(): void {
    const { clock, idleMs, end } = this.#options;
    this.#cancelIdle();
    if (idleMs !== undefined && this.#guests === 0) this.#cancelIdle = clock.after(idleMs, () => end('idle'));
  }
}

/** The nearer of two times, either of which may be none. */
export const nearer = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
