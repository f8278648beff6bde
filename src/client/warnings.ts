import type { MemberErrorCode } from '../protocol/member-error.js';
import type { RefusedReason } from './cipher/room-cipher.js';
import type { ViewItem } from './view.js';
import type { Why } from './why.js';

/** The same warning is not repeated within this time. */
const EVERY_MS = 60_000;

type Warning = Pick<Extract<ViewItem, { type: 'warning' }>, 'type' | 'code' | 'why'>;

/** What is worth a sentence, each not too often. */
export class Warnings {
  readonly #now: () => number;
  readonly #add: (item: Warning) => void;
  readonly #at = new Map<MemberErrorCode, number>();
  #refusals = 0;

  constructor(now: () => number, add: (item: Warning) => void) {
    this.#now = now;
    this.#add = add;
  }

  readonly warn = (code: MemberErrorCode, why?: Why): void => {
    const now = this.#now();
    if (now - (this.#at.get(code) ?? -Infinity) < EVERY_MS) return;
    this.#at.set(code, now);
    this.#add({ type: 'warning', code, ...(why === undefined ? {} : { why }) });
  };

  /** Frames of someone who was never announced, or for another place, are nobody's fault: they come with joining and leaving. */
  refused(reason: RefusedReason): void {
    if (reason === 'unknown-sender' || reason === 'place') return;
    if (reason === 'clock') return this.warn('CLOCK');
    // Told seldom: the number tells how many there were.
    this.#refusals += 1;
    this.warn('MESSAGES_REFUSED', { reason: 'check', detail: reason, count: this.#refusals });
  }
}
