import { encodeFrame } from '../../protocol/frame.js';
import type { ConnId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import { encodeBulk, type BulkBody } from '../../protocol/bulk-body.js';
import type { FrameHead } from '../cipher/room-cipher.js';

export interface BulkLineOptions {
  /** `undefined`: nothing can be sent to the room now. */
  readonly head: () => FrameHead | undefined;
  readonly send: (frame: Uint8Array) => void;
}

/** Chunks leave so much to receipts: what somebody else sends to us waits for those. */
const RECEIPTS_BYTES = 16_384;
const HEAD_BYTES = 26;
const PLACE_BYTES = 16;
/** With tag, number and seal. */
const CHUNK_BYTES = limits.fileChunkBytes + 36;

/** BULK frames, within what the relay takes of one member before it has passed it on. */
export class BulkLine {
  readonly #options: BulkLineOptions;
  #credit: number = limits.bulkCredit;

  constructor(options: BulkLineOptions) {
    this.#options = options;
  }

  /** Over another connection, or at another place. */
  fresh(): void {
    this.#credit = limits.bulkCredit;
  }

  /** The relay has passed on so much. */
  passed(bytes: number): void {
    this.#credit = Math.min(limits.bulkCredit, this.#credit + bytes);
  }

  /** Whether a chunk for so many receivers can go out now. */
  takes(receivers: number): boolean {
    return this.#options.head() !== undefined && HEAD_BYTES + PLACE_BYTES * receivers + CHUNK_BYTES <= this.#credit - RECEIPTS_BYTES;
  }

  /** False: not now. */
  send(body: BulkBody, to: readonly ConnId[]): boolean {
    const head = this.#options.head();
    if (head === undefined) return false;
    const { gen, epoch } = head;
    const frame = encodeFrame({ type: 'BULK', gen, epoch, seq: 0, to, body: encodeBulk(body) });
    if (frame.length > this.#credit) return false;
    this.#credit -= frame.length;
    this.#options.send(frame);
    return true;
  }
}
