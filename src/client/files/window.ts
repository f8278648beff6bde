import { limits } from '../../protocol/limits.js';

/** So long the bytes that are on their way may wait somewhere: what is said meanwhile waits behind them. */
const QUEUE_MS = 40;
/** Less than the relay keeps for one member: above that it leaves chunks out. */
const MOST_BYTES = 8 * limits.fileChunkBytes;
const RATES_KEPT = 8;
/** Answers are waited for so long at least, and where nothing is known of the way. */
const LEAST_MS = 2_000;
const UNKNOWN_MS = 10_000;

/** A chunk when it goes out. */
export interface Departure {
  readonly at: number;
  /** Bytes that had arrived by then. */
  readonly arrived: number;
  /** Nothing else was on its way. */
  readonly alone: boolean;
}

/**
 * How many bytes may be on their way to one receiver: as many as arrive in the time that a chunk alone takes for the way and back, and
 * QUEUE_MS. So a way is kept busy, and what waits on it is little, however slow it is and wherever it is narrow.
 */
export class Window {
  #arrived = 0;
  /** The shortest way and back, milliseconds. */
  #way: number | undefined;
  /** The last, bytes per millisecond. */
  #rates: readonly number[] = [];

  get bytes(): number {
    if (this.#way === undefined) return 1;
    return Math.min(MOST_BYTES, Math.max(1, Math.max(...this.#rates) * (this.#way + QUEUE_MS)));
  }

  /** How long to wait for an answer before so many bytes on their way count as lost, milliseconds. */
  patience(flying: number): number {
    if (this.#way === undefined) return UNKNOWN_MS;
    return Math.min(UNKNOWN_MS, Math.max(LEAST_MS, 4 * (this.#way + flying / Math.max(...this.#rates))));
  }

  departs(now: number, alone: boolean): Departure {
    return { at: now, arrived: this.#arrived, alone };
  }

  /** So many bytes have arrived; `last`: of them. */
  arrives(bytes: number, last: Departure, now: number): void {
    this.#arrived += bytes;
    const ms = Math.max(1, now - last.at);
    // Only who was alone on the way knows how long it is.
    this.#way = last.alone ? ms : Math.min(ms, this.#way ?? ms);
    this.#rates = [...this.#rates.slice(1 - RATES_KEPT), (this.#arrived - last.arrived) / ms];
  }

  /** Something was left out on the way. */
  lost(): void {
    this.#rates = this.#rates.length === 0 ? [] : [Math.max(...this.#rates) / 2];
  }
}
