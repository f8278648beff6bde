import { DecayingScore, frameCost } from '../core/decaying-score.js';
import { limits } from '../protocol/limits.js';

/** What all senders of a member share: the relay counts their frames as one member's. */
export class Pace {
  readonly #score = new DecayingScore();
  readonly #flying: (() => number)[] = [];

  /** `flying`: frames of one sender that have not come back. */
  add(flying: () => number): void {
    this.#flying.push(flying);
  }

  /** As many are on their way as may be. */
  get full(): boolean {
    return this.#flying.reduce((sum, flying) => sum + flying(), 0) >= limits.inFlight;
  }

  sent(bytes: number, now: number): void {
    this.#score.add(frameCost(bytes), now);
  }

  /** Milliseconds until the next frame may go out. */
  wait(now: number): number {
    return this.#score.msUntil(limits.ratePace, now);
  }
}
