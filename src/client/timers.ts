import type { Cancel, Clock } from '../core/ports/clock.js';

/** One timer for each name: a new one takes the place of the old. */
export class Timers<Name extends string> {
  readonly #clock: Clock;
  readonly #cancels = new Map<Name, Cancel>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `ms` undefined: none. */
  set(name: Name, ms: number | undefined, run: () => void): void {
    this.#cancels.get(name)?.();
    this.#cancels.delete(name);
    if (ms !== undefined) this.#cancels.set(name, this.#clock.after(Math.max(0, ms), run));
  }

  stop(): void {
    for (const cancel of this.#cancels.values()) cancel();
  }
}
