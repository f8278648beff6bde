import type { Cancel } from '../../core/ports/clock.js';
import type { BulkBody } from '../../protocol/bulk-body.js';
import { equal } from '../../protocol/bytes.js';
import { encodeFile } from '../../protocol/file-body.js';
import type { MemberId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import { parsed, type Parsed } from '../../protocol/parsed.js';
import { refuse } from '../refuse.js';
import type { Transfer } from '../view.js';
import type { BulkLine } from './bulk-line.js';
import type { Drawing } from './drawing.js';
import { Fetch, type Taken } from './fetch.js';
import type { FilesRoom } from './files-room.js';
import { Receipts } from './receipts.js';

/** So many are on their way at a time, the others wait for their turn: each keeps something in the queue before what people say. */
const AT_ONCE = 2;

type Stopped = Extract<Transfer, { state: 'stopped' }>['reason'];

export interface FetchingOptions {
  readonly room: FilesRoom;
  readonly line: BulkLine;
  readonly drawing: Drawing;
}

/** Files of the others that were asked for: asked of their owners, checked, and held until they are dropped. */
export class Fetching {
  readonly #options: FetchingOptions;
  readonly #fetches = new Map<number, Fetch>();
  /** Offers that nobody here has asked for, and whose owner is not here. */
  readonly #orphans = new Set<number>();
  readonly #receipts: Receipts;
  #timer: Cancel | undefined;

  constructor(options: FetchingOptions) {
    this.#options = options;
    this.#receipts = new Receipts(options.room.clock, options.line);
  }

  get(key: number): Parsed<number> {
    const { room } = this.#options;
    const known = this.#fetches.get(key);
    if (known?.content !== undefined) return parsed(key);
    const offer = room.offers.get(key);
    if (offer === undefined || (known === undefined && room.member(offer.from) === undefined)) return refuse('FILE_UNKNOWN');
    if (known === undefined && !this.#makeRoom(offer.body.bytes)) return refuse('FILE_BUDGET');
    const fetch = known ?? new Fetch(offer, room.random);
    this.#fetches.set(key, fetch);
    if (known === undefined || known.paused) fetch.askedAt = undefined;
    fetch.paused = false;
    this.look();
    this.#draw(fetch);
    return parsed(key);
  }

  pause(key: number): void {
    const fetch = this.#fetches.get(key);
    if (fetch === undefined || fetch.paused || fetch.have.full) return;
    fetch.paused = true;
    this.#tell(fetch, 'pause');
    this.#draw(fetch);
    this.look();
  }

  /** False: there is nothing of it here. */
  cancel(key: number): boolean {
    const fetch = this.#fetches.get(key);
    if (fetch === undefined) return false;
    if (!fetch.have.full) this.#tell(fetch, 'stop');
    this.#stop(fetch, 'self');
    return true;
  }

  content(key: number): Uint8Array | undefined {
    return this.#fetches.get(key)?.content;
  }

  /** Its owner has taken an offer back. What is here already stays. */
  withdrawn(from: MemberId, id: Uint8Array): void {
    const { room, drawing } = this.#options;
    const offer = room.offers.all.find((one) => one.from === from && equal(one.id, id));
    if (offer === undefined) return;
    const fetch = this.#fetches.get(offer.key);
    if (fetch?.have.full === true) return;
    this.#orphans.delete(offer.key);
    if (fetch === undefined) drawing.now(offer.key, { side: 'theirs', state: 'stopped', reason: 'withdrawn' });
    else this.#stop(fetch, 'withdrawn');
    room.offers.drop(offer.key);
  }

  /** A chunk, perhaps. Whoever offers a file may give it the tag of another. */
  heard(bulk: BulkBody): void {
    this.#try(
      [...this.#fetches.values()].filter(({ offer }) => equal(offer.body.tag, bulk.tag)),
      bulk,
    );
  }

  /** It is a chunk of one of these, or of none. */
  #try([fetch, ...others]: readonly Fetch[], bulk: BulkBody): void {
    if (fetch === undefined) return;
    const taken = fetch.take(bulk.number, bulk.sealed, this.#options.room.clock.now());
    const judge = (what: Taken): void => (this.#took(fetch, what) ? undefined : this.#try(others, bulk));
    if (typeof taken === 'string') judge(taken);
    else void taken.then(judge);
  }

  /** Whether it was one of this file. */
  #took(fetch: Fetch, taken: Taken): boolean {
    if (taken === 'corrupt' && this.#fetches.get(fetch.offer.key) === fetch) {
      this.#tell(fetch, 'stop');
      this.#stop(fetch, 'corrupt');
    }
    if (taken !== 'taken') return false;
    if (!fetch.paused) this.#receipts.owe(fetch);
    if (fetch.shown === 'here') return true;
    if (!fetch.have.full) this.#options.drawing.soon(fetch.offer.key, () => this.#transfer(fetch));
    else {
      this.#draw(fetch);
      this.look();
    }
    return true;
  }

  /** Over another connection: whatever was on its way is asked for again. */
  interrupted(): void {
    for (const fetch of this.#fetches.values()) fetch.askedAt = undefined;
  }

  /** Credit has come back. */
  pump(): void {
    this.#receipts.pump();
  }

  /** Somebody has come, gone or moved, we can send again, or an item is not shown any more. */
  look(): void {
    const { room } = this.#options;
    for (const fetch of this.#fetches.values()) if (!room.shows(fetch.offer.key)) this.#forget(fetch);
    this.#seekOrphans();
    let active = 0;
    for (const fetch of this.#fetches.values()) {
      if (fetch.have.full || fetch.paused) continue;
      const place = room.placeOf(fetch.offer.from);
      if (place === undefined || room.head() === undefined) fetch.askedAt = undefined;
      else if (active < AT_ONCE || fetch.askedAt !== undefined) {
        if (fetch.askedAt !== place || fetch.dueAt <= room.clock.now()) this.#ask(fetch, place);
        if (!fetch.silent) active += 1;
      }
      if (this.#transfer(fetch).state !== fetch.shown) this.#draw(fetch);
    }
    this.#wait();
  }

  stop(): void {
    this.#timer?.();
    this.#receipts.stop();
    for (const fetch of this.#fetches.values()) fetch.wipe();
    this.#fetches.clear();
  }

  #ask(fetch: Fetch, place: NonNullable<Fetch['askedAt']>): void {
    const { room } = this.#options;
    const { offer, key, tag, have } = fetch;
    room.tell(offer.from, encodeFile({ type: 'get', offer: offer.id, key, tag, have: have.bytes }), offer.privately);
    fetch.asked(place, room.clock.now());
  }

  #tell({ offer, askedAt }: Fetch, type: 'pause' | 'stop'): void {
    if (askedAt !== undefined) this.#options.room.tell(offer.from, encodeFile({ type, offer: offer.id }), offer.privately);
  }

  #stop(fetch: Fetch, reason: Stopped): void {
    this.#forget(fetch);
    this.#options.drawing.now(fetch.offer.key, { side: 'theirs', state: 'stopped', reason });
    this.look();
  }

  #forget(fetch: Fetch): void {
    this.#receipts.drop(fetch);
    this.#options.drawing.drop(fetch.offer.key);
    this.#fetches.delete(fetch.offer.key);
    fetch.wipe();
  }

  /** Pieces of what cannot be had now give way. */
  #makeRoom(bytes: number): boolean {
    const { room } = this.#options;
    for (const fetch of this.#fetches.values()) {
      if (this.#held + bytes <= limits.fileBudget) break;
      if (!fetch.have.full && room.member(fetch.offer.from) === undefined) this.#forget(fetch);
    }
    return this.#held + bytes <= limits.fileBudget;
  }

  get #held(): number {
    return [...this.#fetches.values()].reduce((sum, { offer }) => sum + offer.body.bytes, 0);
  }

  #seekOrphans(): void {
    const { room, drawing } = this.#options;
    for (const { key, from } of room.offers.all) {
      if (this.#fetches.has(key)) continue;
      const here = room.member(from) !== undefined;
      if (here === !this.#orphans.has(key)) continue;
      if (here) this.#orphans.delete(key);
      else this.#orphans.add(key);
      drawing.now(key, here ? { side: 'theirs', state: 'offered', bytes: 0 } : { side: 'theirs', state: 'stopped', reason: 'gone' });
    }
  }

  #draw(fetch: Fetch): void {
    const transfer = this.#transfer(fetch);
    fetch.shown = transfer.state;
    this.#options.drawing.now(fetch.offer.key, transfer);
  }

  #transfer(fetch: Fetch): Transfer {
    const { room } = this.#options;
    const { offer, bytes, paused, silent, have } = fetch;
    if (have.full) return { side: 'theirs', state: 'here' };
    if (room.member(offer.from) === undefined) return { side: 'theirs', state: 'stopped', reason: 'gone' };
    if (paused) return { side: 'theirs', state: 'paused', bytes };
    const reached = room.placeOf(offer.from) !== undefined && room.head() !== undefined && !silent;
    return { side: 'theirs', state: reached ? 'getting' : 'waits', bytes };
  }

  /** Until somebody has to be asked again. */
  #wait(): void {
    const { clock } = this.#options.room;
    this.#timer?.();
    const due = [...this.#fetches.values()].filter(({ askedAt, paused, have }) => askedAt !== undefined && !paused && !have.full);
    if (due.length === 0) return;
    const at = Math.min(...due.map(({ dueAt }) => dueAt));
    this.#timer = clock.after(Math.max(0, at - clock.now()), () => this.look());
  }
}
