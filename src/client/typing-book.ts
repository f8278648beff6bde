import type { Cancel, Clock } from '../core/ports/clock.js';
import type { MemberId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';

/** How often one's own writing is repeated while it goes on. */
const REPEAT_MS = 3_000;

/** Who is writing now; and when to say so oneself. */
export class TypingBook {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #until = new Map<MemberId, Cancel>();
  #saidAt: number | undefined;

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get writing(): readonly MemberId[] {
    return [...this.#until.keys()];
  }

  set(id: MemberId, active: boolean): void {
    this.#until.get(id)?.();
    const before = this.#until.delete(id);
    if (active)
      this.#until.set(
        id,
        this.#clock.after(limits.typingMs, () => this.set(id, false)),
      );
    if (before !== active) this.#changed();
  }

  /** What to tell the others about oneself: undefined when they know. */
  own(active: boolean): boolean | undefined {
    const now = this.#clock.now();
    if (!active) {
      const said = this.#saidAt !== undefined;
      this.#saidAt = undefined;
      return said ? false : undefined;
    }
    if (this.#saidAt !== undefined && now - this.#saidAt < REPEAT_MS) return undefined;
    this.#saidAt = now;
    return true;
  }

  /** A message says by itself that the writing has stopped. */
  ownSaid(): void {
    this.#saidAt = undefined;
  }

  stop(): void {
    for (const cancel of this.#until.values()) cancel();
    this.#until.clear();
  }
}
