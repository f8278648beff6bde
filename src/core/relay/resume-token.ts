import { sha256 } from '../../crypto/hash.js';
import { equal } from '../../protocol/bytes.js';
import type { Random } from '../ports/random.js';

/**
 * What gives a place back after a break. Kept as its SHA-256, used once; but until something arrives over the connection that it
 * opened it still counts, because the answer with the next one may have been lost.
 */
export class ResumeToken {
  #next: Uint8Array;
  #used: Uint8Array | undefined;

  private constructor(next: Uint8Array) {
    this.#next = next;
  }

  static issue(random: Random): { readonly token: ResumeToken; readonly secret: Uint8Array } {
    const secret = random(16);
    return { token: new ResumeToken(sha256(secret)), secret };
  }

  /** The next token's bytes; `undefined` when these are not the ones. */
  renew(secret: Uint8Array, random: Random): Uint8Array | undefined {
    const hash = sha256(secret);
    const isNext = equal(hash, this.#next);
    const isUsed = this.#used !== undefined && equal(hash, this.#used);
    if (!isNext && !isUsed) return undefined;
    const fresh = random(16);
    this.#used = hash;
    this.#next = sha256(fresh);
    return fresh;
  }

  /** The other side has the next one. */
  confirm(): void {
    this.#used = undefined;
  }
}
