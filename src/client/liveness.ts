import type { Cancel, Clock } from '../core/ports/clock.js';
import { limits } from '../protocol/limits.js';

/** After a call to `probe` an answer is expected this soon. */
const PROBE_ANSWER_MS = 3_000;
/** After this much silence the connection is taken for broken and made anew. */
const DEAD_MS = 2 * limits.silentMs;
/** Our own timer was late by so much: the machine slept or was busy, or a hidden page is slowed down. What came meanwhile may not be read yet. */
const LATE_MS = 1_000;

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
  /** When the timer should run. */
  #dueAt = 0;
  /** The timer was late, and the other side has been asked once more since. */
  #excused = false;

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
    this.#excused = false;
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
      ? this.#silent || this.#excused
        ? this.#deadAt
        : Math.min(this.#deadAt, this.#heardAt + limits.silentMs)
      : this.#heardAt + limits.probeMs;
    this.#dueAt = Math.max(next, this.#clock.now());
    this.#cancel = this.#clock.after(this.#dueAt - this.#clock.now(), () => this.#check());
  }

  /** A silence that we slept through proves nothing: the other side is asked, once, and has the time of a probe. */
  #excuse(now: number): void {
    this.#excused = true;
    this.#asked = true;
    this.#deadAt = now + PROBE_ANSWER_MS;
    this.#events.ask();
    this.#arm();
  }

  #check(): void {
    const now = this.#clock.now();
    const idle = now - this.#heardAt;
    if (now >= this.#deadAt && now - this.#dueAt >= LATE_MS && !this.#excused) return this.#excuse(now);
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
