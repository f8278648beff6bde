import type { Cancel, Clock } from '../../core/ports/clock.js';
import type { MessageItem } from '../view-log.js';

/** A timer sleeps with its computer, and may not be asked to wait for longer than a signed 32-bit number of milliseconds. */
const LOOK_MS = 60_000;

/** Messages that may be read for a time only: calls when that of one is over. */
export class Burning {
  readonly #clock: Clock;
  readonly #over: (key: number) => void;
  readonly #until = new Map<number, number>();
  #cancel: Cancel | undefined;

  constructor(clock: Clock, over: (key: number) => void) {
    this.#clock = clock;
    this.#over = over;
  }

  /** Its time runs from now on. */
  lit(burn: MessageItem['burn']): Pick<MessageItem, 'burn'> {
    return burn === undefined ? {} : { burn: { ...burn, until: this.#clock.now() + 1_000 * burn.seconds } };
  }

  watch({ key, burn, gone }: MessageItem): void {
    if (burn?.until === undefined || gone !== undefined) return;
    this.#until.set(key, burn.until);
    this.#wait();
  }

  drop(key: number): void {
    this.#until.delete(key);
  }

  stop(): void {
    this.#cancel?.();
    this.#until.clear();
  }

  #wait(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#until.size === 0) return;
    const first = Math.min(...this.#until.values());
    this.#cancel = this.#clock.after(Math.min(LOOK_MS, Math.max(0, first - this.#clock.now())), () => this.#look());
  }

  #look(): void {
    const now = this.#clock.now();
    for (const [key, until] of this.#until) {
      if (until > now) continue;
      this.#until.delete(key);
      this.#over(key);
    }
    this.#wait();
  }
}
