import type { Cancel, Clock } from '../core/ports/clock.js';
import { limits } from '../protocol/limits.js';

/** After a call to `probe` an answer is expected this soon. */
const PROBE_ANSWER_MS = 3_000;
/** After this much silence the connection is taken for broken and made anew. */
const DEAD_MS = 2 * limits.silentMs;

export interface LivenessEvents {
  /** Ask the other side. */
  ask(): void;
  silent(): void;
  dead(): void;
}

/** Watches how long the other side has said nothing. Browsers hide WebSocket pings from pages, so members ask for themselves. */
export class Liveness {
  readonly #clock: Clock;
  readonly #events: LivenessEvents;
  #cancel: Cancel | undefined;
  #heardAt = 0;
  #asked = false;
  #silent = false;
  #deadAt = 0;

  constructor(clock: Clock, events: LivenessEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  start(): void {
    this.heard();
    this.#arm();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Something came. True when it ends a silence. */
  heard(): boolean {
    const wasSilent = this.#silent;
    this.#heardAt = this.#clock.now();
    this.#deadAt = this.#heardAt + DEAD_MS;
    this.#asked = false;
    this.#silent = false;
    // The timer stands at the end of the silence: too late to ask about the next one.
    if (wasSilent && this.#cancel !== undefined) this.#arm();
    return wasSilent;
  }

  /** Ask now, and wait only briefly for the answer: the machine may have slept. */
  probe(): void {
    if (this.#cancel === undefined) return;
    this.#asked = true;
    this.#deadAt = Math.min(this.#deadAt, this.#clock.now() + PROBE_ANSWER_MS);
    this.#events.ask();
    this.#arm();
  }

  #arm(): void {
    this.#cancel?.();
    const next = this.#asked
      ? this.#silent
        ? this.#deadAt
        : Math.min(this.#deadAt, this.#heardAt + limits.silentMs)
      : this.#heardAt + limits.probeMs;
    this.#cancel = this.#clock.after(Math.max(0, next - this.#clock.now()), () => this.#check());
  }

  #check(): void {
    const now = this.#clock.now();
    const idle = now - this.#heardAt;
    if (now >= this.#deadAt) {
      this.stop();
      this.#events.dead();
      return;
    }
    if (idle >= limits.probeMs && !this.#asked) {
      this.#asked = true;
      this.#events.ask();
    }
    if (idle >= limits.silentMs && !this.#silent) {
      this.#silent = true;
      this.#events.silent();
    }
    this.#arm();
  }
}
