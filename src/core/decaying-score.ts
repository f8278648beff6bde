import { limits } from '../protocol/limits.js';

/**
 * How much someone has sent lately: what is added halves every `limits.rateHalfLifeMs`, so silence forgives. Relay and member count
 * alike, so a member that stays below `ratePace` never meets the relay's `rateRefuse`. Time is an argument, in milliseconds.
 */
export class DecayingScore {
  #value = 0;
  #at = 0;

  /** The score at this time. A clock that went back forgives nothing. */
  at(now: number): number {
    const elapsed = now - this.#at;
    return elapsed > 0 ? this.#value * 2 ** (-elapsed / limits.rateHalfLifeMs) : this.#value;
  }

  /** Adds a cost and answers the new score. */
  add(cost: number, now: number): number {
    this.#value = this.at(now) + cost;
    this.#at = now;
    return this.#value;
  }

  /** Milliseconds, whole, until the score is not above `most`; 0 when it is not now. `most` must be above 0. */
  msUntil(most: number, now: number): number {
    const value = this.at(now);
    return value <= most ? 0 : Math.floor(limits.rateHalfLifeMs * Math.log2(value / most)) + 1;
  }
}

/** What a frame of so many bytes adds to a score. */
export const frameCost = (bytes: number): number => 1 + Math.floor(bytes / limits.rateBytes);
