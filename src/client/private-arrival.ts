import type { Frame } from '../protocol/frame.js';
import { privatePart } from './private-part.js';

/** More frames than these do not wait. Whoever sends one asks again when nothing comes of it. */
const WAITING_MOST = 64;

/** What is for one alone waits for the part that opens it; all else goes on meanwhile. */
export class PrivateArrival {
  #waiting = 0;

  /** `missing`: the part cannot be had, and the frame is lost. */
  async take(frame: Frame, taken: () => void, missing: () => void): Promise<void> {
    if (frame.type !== 'DM' || privatePart.now !== undefined) return taken();
    if (this.#waiting >= WAITING_MOST) return;
    this.#waiting += 1;
    try {
      await privatePart.load();
      taken();
    } catch {
      missing();
    } finally {
      this.#waiting -= 1;
    }
  }
}
