import { sha256 } from '../crypto/hash.js';
import { equal } from '../protocol/bytes.js';
import type { Payload } from '../protocol/payload.js';
import type { Count } from './own-ledger.js';

/** Numbers kept of one sender that did not come: should they come later, they are shown once. */
const MISSING_MOST = 256;

export interface Taken {
  /** It is new. */
  readonly shown: boolean;
  /** So many before it are found missing now. */
  readonly missing: number;
  /** It does not follow what the sender said before: someone showed us another message than the others. */
  readonly forked: boolean;
}

/** Sees what of one sender did not arrive, came twice, or does not follow what it said before. */
export class PeerLedger {
  #n: number | undefined;
  /** SHA-256 of the payload number #n; undefined when that one did not come. */
  #p: Uint8Array | undefined;
  readonly #missing = new Set<number>();
  /** What is known is what others said. */
  #hearsay = false;
  /** So many are reported already, as others said. Any of them may have lied, so it takes nothing from what comes later. */
  #reported = 0;

  get count(): Count | undefined {
    return this.#n === undefined || this.#p === undefined ? undefined : { n: this.#n, p: this.#p };
  }

  /** Counts from its very first message: all that it says is for us. */
  begin(): void {
    this.#n = 0;
    this.#p = new Uint8Array(32);
  }

  /**
   * Another member says how far this one has counted. The first such word is only a place to count from, which the member's own next
   * message replaces: what it said before we could read is not missed. `fresh`: we have just come, and what it had sealed before it knew
   * that may still be on its way; so the place moves on.
   */
  told({ n, p }: Count, fresh: boolean): Taken {
    if (this.#n === undefined || (fresh && this.#hearsay && n > this.#n)) {
      this.#n = n;
      // A copy: it is a piece of a whole message.
      this.#p = p.slice();
      this.#hearsay = true;
      return { shown: false, missing: 0, forked: false };
    }
    const known = Math.max(this.#n, this.#reported);
    this.#reported = Math.max(n, this.#reported);
    return { shown: false, missing: Math.max(0, n - known), forked: false };
  }

  /** Counts from here on. With `rebase` what lies between is not missed. */
  baseline(payload: Payload, rebase: boolean): Taken {
    if (this.#n !== undefined && !rebase) return this.#uncounted(payload);
    this.#n = payload.n;
    this.#p = payload.p.slice();
    this.#missing.clear();
    return { shown: true, missing: 0, forked: false };
  }

  /** `encoded`: the payload without padding. `fresh`: as in `told`. */
  take(payload: Payload, encoded: Uint8Array, counted: boolean, fresh = false): Taken {
    if (!counted) return this.#uncounted(payload, fresh);
    const last = this.#known(payload.n, fresh) ?? payload.n - 1;
    if (payload.n <= last) return { shown: this.#missing.delete(payload.n), missing: 0, forked: false };
    const forked = payload.n === last + 1 && this.#p !== undefined && !equal(payload.p, this.#p);
    this.#miss(last + 1, payload.n - 1);
    this.#n = payload.n;
    this.#p = sha256(encoded);
    return { shown: true, missing: this.#unreported(last, payload.n - 1), forked };
  }

  /**
   * Where its count stood before it says `n`. What it says itself takes the place of hearsay; but what others had heard of it when we had
   * just come is where we began, unless they said too much.
   */
  #known(n: number, fresh: boolean): number | undefined {
    if (!this.#hearsay) return this.#n;
    this.#hearsay = false;
    this.#p = undefined;
    return fresh || this.#n === undefined || n <= this.#n ? undefined : this.#n;
  }

  #uncounted(payload: Payload, fresh = false): Taken {
    const last = this.#known(payload.n, fresh) ?? payload.n;
    if (payload.n < last) return { shown: true, missing: 0, forked: false };
    const forked = payload.n === last && this.#p !== undefined && !equal(payload.p, this.#p);
    this.#miss(last + 1, payload.n);
    this.#n = payload.n;
    this.#p = payload.p.slice();
    return { shown: true, missing: this.#unreported(last, payload.n), forked };
  }

  /** The member's own word replaces that of the others: who told of more than it has said has lied, and hides nothing by that. */
  #unreported(from: number, to: number): number {
    const told = this.#reported > to + 1 ? from : Math.max(from, this.#reported);
    const missing = Math.max(0, to - told);
    this.#reported = 0;
    return missing;
  }

  #miss(from: number, to: number): void {
    for (let n = from; n <= to && this.#missing.size < MISSING_MOST; n++) this.#missing.add(n);
  }
}
