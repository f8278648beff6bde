import { limits } from '../../protocol/limits.js';
import type { Echo } from './here-body.js';
import type { Peer } from './peer.js';

/** Welcomes of one member come no faster: newcomers in between share one, and a crowd of newcomers costs little. */
const WELCOME_EVERY_MS = 250;
/** Many welcomes are answered together; and again, later, no faster than this. */
const MET_AFTER_MS = 100;
const MET_EVERY_MS = 1_000;

/** A `here` that is due: to these, who are told what we are to them. */
export interface Greeting {
  readonly role: Echo['role'];
  readonly peers: readonly Peer[];
}

/** Whom we still have to answer, and when. */
export class Greetings {
  #newcomers: Peer[] = [];
  #welcomeAt = 0;
  #met: Peer[] = [];
  #metAt = 0;
  #metLast = Number.NEGATIVE_INFINITY;

  get wakeAt(): number | undefined {
    const times = [this.#newcomers.length > 0 ? this.#welcomeAt : Infinity, this.#met.length > 0 ? this.#metAt : Infinity];
    const first = Math.min(...times);
    return first === Infinity ? undefined : first;
  }

  /** `welcome`: it came after us. `met`: it was here before us. */
  add(role: Echo['role'], peer: Peer, now: number): void {
    if (role === 'welcome') this.#newcomers.push(peer);
    else if (this.#met.push(peer) === 1) this.#metAt = Math.max(now + MET_AFTER_MS, this.#metLast + MET_EVERY_MS);
  }

  /** `metNow`: whoever welcomed us is answered at once. */
  due(now: number, metNow: boolean): readonly Greeting[] {
    const due: Greeting[] = [];
    if (this.#newcomers.length > 0 && now >= this.#welcomeAt) {
      this.#welcomeAt = now + WELCOME_EVERY_MS;
      due.push({ role: 'welcome', peers: this.#newcomers.splice(0, limits.toCount) });
    }
    if (metNow || now >= this.#metAt) {
      if (this.#met.length > 0) this.#metLast = now;
      while (this.#met.length > 0) due.push({ role: 'met', peers: this.#met.splice(0, limits.toCount) });
    }
    return due;
  }

  clear(): void {
    this.#newcomers = [];
    this.#met = [];
    this.#metLast = Number.NEGATIVE_INFINITY;
  }
}
