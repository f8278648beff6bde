import type { Cancel } from '../../core/ports/clock.js';
import { equal } from '../../protocol/bytes.js';
import type { BulkBody } from '../../protocol/bulk-body.js';
import type { BulkLine } from './bulk-line.js';
import { sealChunk } from './chunks.js';
import type { Delivery } from './delivery.js';
import type { FilesRoom } from './files-room.js';
import { nextChunk, type NextChunk } from './next-chunk.js';
import type { Offering } from './offering.js';
import { openReceipt, type Receipt } from './receipt.js';
import type { OwnFile } from './own-file.js';

export interface SendingOptions {
  readonly room: FilesRoom;
  readonly line: BulkLine;
  readonly offering: Offering;
}

/** Brings chunks of our files out: one after the other, as fast as the relay and each receiver take them. */
export class Sending {
  readonly #options: SendingOptions;
  #pumping = false;
  #again = false;
  #turn = 0;
  #late: Cancel | undefined;

  constructor(options: SendingOptions) {
    this.#options = options;
  }

  pump(): void {
    this.#again = true;
    if (!this.#pumping) void this.#run();
  }

  /** Whether it was a receipt for something of ours. */
  heard(bulk: BulkBody): boolean {
    // Whoever asks chooses the tag, and may choose that of chunks which we wait for: it opens, or is none of this.
    for (const { file, delivery } of this.#all()) {
      if (!equal(delivery.tag, bulk.tag)) continue;
      const receipt = openReceipt(delivery.key, bulk.number, bulk.sealed, delivery.have.length);
      if (receipt === undefined) continue;
      if (delivery.isNew(bulk.number)) this.#received(file, delivery, receipt);
      return true;
    }
    return false;
  }

  /** Over another connection; `anew`: at another place too, where everybody asks again. */
  interrupted(anew: boolean): void {
    for (const { delivery } of this.#all()) delivery.interrupted(!anew);
  }

  stop(): void {
    this.#late?.();
    this.#late = undefined;
  }

  async #run(): Promise<void> {
    this.#pumping = true;
    while (this.#again) {
      this.#again = false;
      while (await this.#next());
    }
    this.#pumping = false;
    this.#wait();
  }

  /** False: nothing can go out now. */
  async #next(): Promise<boolean> {
    const { line, offering, room } = this.#options;
    const next = line.takes(1) ? nextChunk(offering.files) : undefined;
    if (next === undefined) return false;
    const { file, number } = next;
    const chunk = await file.source.read(number, file.body);
    // Meanwhile it may have been taken back, or nobody may want it any more.
    const to = next.deliveries.filter((one) => file.deliveries.get(one.by) === one && one.open && one.lacks(number));
    if (to.length === 0) return true;
    if (chunk !== undefined) return this.#send(next, to, chunk);
    offering.withdraw(file);
    room.warn('FILE_CHANGED', file.name);
    return true;
  }

  #send({ file, number }: NextChunk, to: readonly Delivery[], chunk: Uint8Array): boolean {
    const { line, room } = this.#options;
    const places = to.map(({ place }) => place);
    if (!line.takes(places.length)) return false;
    const bulk = { tag: file.body.tag, number, sealed: sealChunk(file.body, number, chunk) };
    if (!line.send(bulk, places)) return false;
    for (const delivery of to) {
      this.#turn += 1;
      delivery.turn = this.#turn;
      delivery.sent(number, room.clock.now());
    }
    return true;
  }

  /** Until what is on its way longest counts as lost. */
  #wait(): void {
    this.#late?.();
    this.#late = undefined;
    const { clock } = this.#options.room;
    const due = this.#all().flatMap(({ delivery }) => delivery.dueAt ?? []);
    if (due.length === 0) return;
    this.#late = clock.after(Math.max(0, Math.min(...due) - clock.now()), () => {
      for (const { delivery } of this.#all()) if ((delivery.dueAt ?? Infinity) <= clock.now()) delivery.late();
      this.pump();
    });
  }

  #received(file: OwnFile, delivery: Delivery, receipt: Receipt): void {
    delivery.heard(receipt, this.#options.room.clock.now());
    this.#options.offering.draw(file);
    this.#wait();
    this.pump();
  }

  #all(): readonly { readonly file: OwnFile; readonly delivery: Delivery }[] {
    return [...this.#options.offering.files].flatMap((file) => [...file.deliveries.values()].map((delivery) => ({ file, delivery })));
  }
}
