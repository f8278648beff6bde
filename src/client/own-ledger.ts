import { sha256 } from '../crypto/hash.js';
import { encodePayload, type PayloadKind } from '../protocol/payload.js';

/** How far a sender has counted: docs/protocol.md, "Payload". */
export interface Count {
  readonly n: number;
  /** SHA-256 of the last counted payload without padding; zeros before the first. */
  readonly p: Uint8Array;
}

const NOTHING: Count = { n: 0, p: new Uint8Array(32) };

/** Numbers what a member says, in the order in which it goes out. */
export class OwnLedger {
  #sent = NOTHING;
  #acknowledged = NOTHING;

  get acknowledged(): Count {
    return this.#acknowledged;
  }

  /** The encoded payload, and where the count stands once it is acknowledged. */
  stamp(kind: PayloadKind, id: Uint8Array, body: Uint8Array, counted: boolean): { readonly encoded: Uint8Array; readonly count: Count } {
    const n = this.#sent.n + (counted ? 1 : 0);
    const encoded = encodePayload({ kind, id, n, p: this.#sent.p, body });
    if (counted) this.#sent = { n, p: sha256(encoded) };
    return { encoded, count: this.#sent };
  }

  /** A stamped payload goes out once more: it keeps its number. */
  repeat(count: Count): void {
    if (count.n > this.#sent.n) this.#sent = count;
  }

  acknowledge(count: Count): void {
    if (count.n > this.#acknowledged.n) this.#acknowledged = count;
  }

  /** At a fresh place nothing is on its way: what was not acknowledged goes out again after what is said first there. */
  restart(): void {
    this.#sent = this.#acknowledged;
  }
}
