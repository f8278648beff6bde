import type { MemberId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import type { MemberCount } from './cipher/room-cipher.js';
import { PeerLedger } from './peer-ledger.js';

/** Counts of those who left are kept, for when they come back, up to so many. */
const MOST = 4 * limits.membersMost;

/** How far each member has counted, as far as it was heard here. */
export class PeerLedgers {
  readonly #ledgers = new Map<MemberId, PeerLedger>();
  readonly #isHere: (id: MemberId) => boolean;

  constructor(isHere: (id: MemberId) => boolean) {
    this.#isHere = isHere;
  }

  /** Of those who are here. */
  get counts(): readonly MemberCount[] {
    return [...this.#ledgers].flatMap(([id, { count }]) => (count === undefined || !this.#isHere(id) ? [] : [{ id, ...count }]));
  }

  of(id: MemberId): PeerLedger {
    const known = this.#ledgers.get(id);
    if (known !== undefined) return known;
    for (const old of this.#ledgers.keys()) {
      if (this.#ledgers.size < MOST) break;
      if (!this.#isHere(old)) this.#ledgers.delete(old);
    }
    const ledger = new PeerLedger();
    this.#ledgers.set(id, ledger);
    return ledger;
  }

  clear(): void {
    this.#ledgers.clear();
  }
}
