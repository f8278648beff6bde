import type { Clock } from './ports/clock.js';
import { within } from './within.js';

/** How long one release may take before the next one runs. */
const STEP_MS = 5_000;

export interface CloseFailure {
  readonly name: string;
  /** `hung`: it did not end in its time, and may still be running. */
  readonly why: 'failed' | 'hung';
  readonly error?: unknown;
}

interface Entry {
  readonly name: string;
  readonly release: () => void | Promise<void>;
}

/**
 * What was acquired, and how each of it is released: newest first, every one whatever fails or hangs, once.
 *
 *     const server = await createChatServer(…);
 *     closer.add('server', () => server.close());
 *     const failures = await closer.close();
 */
export class Closer {
  readonly #clock: Clock;
  readonly #entries: Entry[] = [];
  readonly #failures: CloseFailure[] = [];
  readonly #running = new Set<Promise<void>>();
  #closing: Promise<readonly CloseFailure[]> | undefined;
  #until = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** After `close` was called it is released at once. */
  add(name: string, release: () => void | Promise<void>): void {
    if (this.#closing === undefined) this.#entries.push({ name, release });
    else void this.#release({ name, release });
  }

  /**
   * Releases all; never rejects. Every call gives the same list, to which failures of registrations that come later still are added.
   * `withinMs` bounds the whole: what is left when it is over is still released, but not waited for.
   */
  close(withinMs = Number.POSITIVE_INFINITY): Promise<readonly CloseFailure[]> {
    if (this.#closing === undefined) {
      this.#until = this.#clock.now() + withinMs;
      // A release that calls `add` or `close` must find this set, so nothing may run before it is.
      this.#closing = Promise.resolve().then(() => this.#releaseAll());
    }
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #releaseAll(): Promise<readonly CloseFailure[]> {
    for (let entry = this.#entries.pop(); entry !== undefined; entry = this.#entries.pop()) await this.#release(entry);
    while (this.#running.size > 0) await Promise.all(this.#running);
    return this.#failures;
  }

  async #release(entry: Entry): Promise<void> {
    const running = this.#attempt(entry);
    this.#running.add(running);
    await running;
    this.#running.delete(running);
  }

  async #attempt({ name, release }: Entry): Promise<void> {
    const ms = Math.max(0, Math.min(STEP_MS, this.#until - this.#clock.now()));
    try {
      const first = await within(this.#clock, ms, new Promise<void>((resolve) => resolve(release())));
      if (first === 'late') this.#failures.push({ name, why: 'hung' });
    } catch (error) {
      this.#failures.push({ name, why: 'failed', error });
    }
  }
}
