import { equal } from '../../../protocol/bytes.js';

/** Of how many epochs it is known: somebody's word about the last ones may come late. */
const KEPT = 8;

/** Who was in the same group, epoch by epoch: epoch_authenticator is equal for those alone who agree on everything before. */
export class Authenticators {
  readonly #of = new Map<number, Uint8Array>();

  add(epoch: number, authenticator: Uint8Array): void {
    this.#of.set(epoch, authenticator.slice());
    for (const oldest of this.#of.keys()) {
      if (this.#of.size <= KEPT) break;
      this.#of.delete(oldest);
    }
  }

  compare(epoch: number, authenticator: Uint8Array): 'same' | 'other' | 'unknown' {
    const own = this.#of.get(epoch);
    return own === undefined ? 'unknown' : equal(own, authenticator) ? 'same' : 'other';
  }
}
