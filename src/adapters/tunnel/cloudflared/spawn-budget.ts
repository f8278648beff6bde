import type { Clock } from '../../../core/ports/clock.js';

const SPAWNS = 2;
const WINDOW_MS = 60_000;

/** Every start of cloudflared asks for a new tunnel, and the service refuses those who ask too often: two a minute, whatever happens. */
export class SpawnBudget {
  readonly #clock: Clock;
  #times: readonly number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** 0: one may start now. */
  get waitMs(): number {
    const oldest = this.#recent().at(-SPAWNS);
    return oldest === undefined ? 0 : oldest + WINDOW_MS - this.#clock.now();
  }

  spend(): void {
    this.#times = [...this.#recent(), this.#clock.now()];
  }

  /** The service has refused one: none for a whole minute. */
  refused(): void {
    this.#times = Array.from({ length: SPAWNS }, () => this.#clock.now());
  }

  #recent(): readonly number[] {
    return this.#times.filter((at) => this.#clock.now() - at < WINDOW_MS);
  }
}
