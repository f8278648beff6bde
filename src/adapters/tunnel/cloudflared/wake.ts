import type { Clock } from '../../../core/ports/clock.js';

/** Waiting that ends early when something has happened. */
export class Wake {
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Something has happened. */
  now(): void {
    for (const end of this.#waiting) end();
  }

  within(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#waiting.delete(end);
        resolve();
      };
      const cancel = this.#clock.after(Math.max(0, ms), end);
      this.#waiting.add(end);
    });
  }
}
