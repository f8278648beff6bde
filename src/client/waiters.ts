import type { Clock } from '../core/ports/clock.js';

/** Those who wait for something that may never come. */
export class Waiters {
  readonly #waiting = new Set<(came: boolean) => void>();

  /** True when `tell(true)` came within the time. */
  wait(clock: Clock, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (came: boolean): void => {
        cancel();
        this.#waiting.delete(done);
        resolve(came);
      };
      const cancel = clock.after(ms, () => done(false));
      this.#waiting.add(done);
    });
  }

  tell(came: boolean): void {
    for (const done of this.#waiting) done(came);
  }
}
