import { encodeFrame } from '../../protocol/frame.js';
import type { ConnId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import { encodeBulk, type BulkBody } from '../../protocol/bulk-body.js';
import type { Clock } from '../../core/ports/clock.js';
import type { FrameHead } from '../cipher/room-cipher.js';
import { Window, type Departure } from './window.js';

export interface BulkLineOptions {
  readonly clock: Clock;
  /** `undefined`: nothing can be sent to the room now. */
  readonly head: () => FrameHead | undefined;
  readonly send: (frame: Uint8Array) => void;
}

/** Chunks leave so much to receipts: what somebody else sends to us waits for those. */
const RECEIPTS_BYTES = 16_384;
/** A chunk as a frame, to so many receivers. */
const chunkFrame = (receivers: number): number => 26 + 16 * receivers + 36 + limits.fileChunkBytes;
/** So much is on its way to the relay whatever that takes: some of it may wait there for a slow receiver. */
const ALWAYS_BYTES = 3 * chunkFrame(1);

/** A frame that the relay has not passed on, as far as we know. */
interface Held extends Departure {
  readonly bytes: number;
}

/**
 * BULK frames, within what the relay takes of one member before it has passed it on; and within what our own way to the relay carries in a
 * moment, for what we say ourselves waits behind it.
 */
export class BulkLine {
  readonly #options: BulkLineOptions;
  #credit: number = limits.bulkCredit;
  #window = new Window();
  #held: Held[] = [];
  /** Of the first that is held. */
  #passed = 0;

  constructor(options: BulkLineOptions) {
    this.#options = options;
  }

  /** Over another connection, or at another place. */
  fresh(): void {
    this.#credit = limits.bulkCredit;
    this.#window = new Window();
    this.#held = [];
    this.#passed = 0;
  }

  /** The relay has passed on so much. */
  passed(bytes: number): void {
    this.#credit = Math.min(limits.bulkCredit, this.#credit + bytes);
    this.#passed += bytes;
    // Not always in the order in which they went out; in the end it is the same.
    for (let first = this.#held[0]; first !== undefined && first.bytes <= this.#passed; first = this.#held[0]) {
      this.#held.shift();
      this.#passed -= first.bytes;
      this.#window.arrives(first.bytes, first, this.#options.clock.now());
    }
  }

  /** Whether a chunk for so many receivers can go out now. */
  takes(receivers: number): boolean {
    if (this.#options.head() === undefined || chunkFrame(receivers) > this.#credit - RECEIPTS_BYTES) return false;
    return this.#held.reduce((sum, { bytes }) => sum + bytes, 0) < Math.max(ALWAYS_BYTES, this.#window.bytes);
  }

  /** False: not now. */
  send(body: BulkBody, to: readonly ConnId[]): boolean {
    const head = this.#options.head();
    if (head === undefined) return false;
    const { gen, epoch } = head;
    const frame = encodeFrame({ type: 'BULK', gen, epoch, seq: 0, to, body: encodeBulk(body) });
    const bytes = frame.length;
    if (bytes > this.#credit) return false;
    this.#credit -= bytes;
    this.#held.push({ ...this.#window.departs(this.#options.clock.now(), this.#held.length === 0), bytes });
    this.#options.send(frame);
    return true;
  }
}
