import { limits } from '../../protocol/limits.js';
import { chunksOf } from '../../protocol/offer-body.js';
import type { Random } from '../../core/ports/random.js';
import type { ConnId } from '../../protocol/ids.js';
import type { Offer } from '../offers.js';
import type { Transfer } from '../view.js';
import { Bits } from './bits.js';
import { bytesIn, isChunk, openChunk } from './chunks.js';

/** A chunk that does not verify so often is its owner's doing, where nothing better comes of it. */
const TRIES = 3;
/** After so long without a chunk its owner is asked again, twice as late each time. */
const AGAIN_MS = 10_000;
const AGAIN_MOST_MS = 60_000;

/** What a chunk was. */
export type Taken = 'taken' | 'other' | 'corrupt';

/** A file of somebody else that was asked for. */
export class Fetch {
  readonly offer: Offer;
  /** Of the receipts for it. */
  readonly key: Uint8Array;
  readonly tag: Uint8Array;
  readonly have: Bits;
  paused = false;
  /** What people see of it. */
  shown: Transfer['state'] = 'offered';
  /** Where its owner stood when it was asked; `undefined`: it has to be asked. */
  askedAt: ConnId | undefined;
  /** Receipts so far. */
  receipts = 0;
  /** The chunk that came last. */
  last: number | undefined;
  /** When its owner is to be asked again. */
  dueAt = 0;
  #content: Uint8Array | undefined;
  #patience = AGAIN_MS;
  readonly #bad = new Map<number, number>();
  /** Of the chunk that came last. */
  #checking: Promise<Taken> | undefined;

  constructor(offer: Offer, random: Random) {
    this.offer = offer;
    this.key = random(32);
    this.tag = random(16);
    this.have = new Bits(chunksOf(offer.body.bytes));
    this.#content = new Uint8Array(offer.body.bytes);
  }

  get bytes(): number {
    return bytesIn(this.have, this.offer.body.bytes);
  }

  /** All of it, once every chunk is there. */
  get content(): Uint8Array | undefined {
    return this.have.full ? this.#content : undefined;
  }

  /** Its owner was asked more than once and sends nothing. */
  get silent(): boolean {
    return this.#patience > 2 * AGAIN_MS;
  }

  asked(place: ConnId, now: number): void {
    this.askedAt = place;
    this.dueAt = now + this.#patience;
    this.#patience = Math.min(AGAIN_MOST_MS, 2 * this.#patience);
  }

  /**
   * `other`: not what was announced. Anybody can send that, so it says nothing of what its owner has sent. Where it takes time to check
   * them, they are done with in the order in which they came: that is what receipts tell.
   */
  take(number: number, sealed: Uint8Array, now: number): Taken | Promise<Taken> {
    if (this.#content === undefined || number >= this.have.length) return 'other';
    const chunk = openChunk(this.offer.body, number, sealed);
    const good = chunk !== undefined && isChunk(this.offer.body, number, chunk);
    const judge = (yes: boolean): Taken => (yes && chunk !== undefined ? this.#keep(number, chunk, now) : this.#refused(number));
    if (typeof good === 'boolean' && this.#checking === undefined) return judge(good);
    const checked = Promise.all([good, this.#checking]).then(([yes]) => judge(yes));
    this.#checking = checked;
    return checked;
  }

  wipe(): void {
    this.#content?.fill(0);
    this.#content = undefined;
    this.key.fill(0);
  }

  #keep(number: number, chunk: Uint8Array, now: number): Taken {
    // It was given up while this one was checked.
    if (this.#content === undefined) return 'other';
    this.last = number;
    if (!this.have.has(number)) {
      this.#content.set(chunk, number * limits.fileChunkBytes);
      this.have.set(number);
      this.#bad.delete(number);
      this.#patience = AGAIN_MS;
      this.dueAt = now + AGAIN_MS;
    }
    chunk.fill(0);
    return 'taken';
  }

  /** As long as others come that are good, its owner means well. */
  #refused(number: number): Taken {
    if (this.have.has(number)) return 'other';
    const times = (this.#bad.get(number) ?? 0) + 1;
    this.#bad.set(number, times);
    return times >= TRIES && this.silent ? 'corrupt' : 'other';
  }
}
