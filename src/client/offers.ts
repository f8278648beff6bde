import type { MemberId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import type { OfferBody } from '../protocol/offer-body.js';

/** A file that somebody else offers, and that can be asked for. */
export interface Offer {
  /** Of its item in the view. */
  readonly key: number;
  /** Of its message: 16 bytes. */
  readonly id: Uint8Array;
  readonly from: MemberId;
  /** It was offered to us alone. */
  readonly privately: boolean;
  readonly body: OfferBody;
}

/** What the others offer, for as long as it is shown and can be had. */
export class Offers {
  readonly #standing = new Map<number, Offer>();

  /** No more of this member are taken before some have gone. */
  full(from: MemberId): boolean {
    return this.all.filter((offer) => offer.from === from).length >= limits.fileOffers;
  }

  get all(): readonly Offer[] {
    return [...this.#standing.values()];
  }

  get(key: number): Offer | undefined {
    return this.#standing.get(key);
  }

  add(offer: Offer): void {
    this.#standing.set(offer.key, offer);
  }

  drop(key: number): void {
    this.#standing.get(key)?.body.key.fill(0);
    this.#standing.delete(key);
  }

  clear(): void {
    for (const { key } of this.all) this.drop(key);
  }
}
