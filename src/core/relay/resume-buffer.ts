import { limits } from '../../protocol/limits.js';

/** A frame that was ordered. `only`: whom it was for, and its sender; `undefined` means everybody. */
interface KeptFrame<P> {
  readonly seq: number;
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly only: readonly P[] | undefined;
}

/** What one kept frame needs beside its bytes, about: so that many tiny frames are bounded too. */
const ENTRY_BYTES = 256;
const PLACE_BYTES = 8;

const sizeOf = (frame: KeptFrame<unknown>): number => frame.bytes.length + ENTRY_BYTES + PLACE_BYTES * (frame.only?.length ?? 0);

/**
 * The last frames of a room, for those who come back: `limits.awayMs` and `limits.resumeBytes`. A queue over an array whose
 * front is cut off only when half of it is empty, so a frame costs the same however many are kept.
 */
export class ResumeBuffer<P extends { missedTo: number }> {
  #frames: (KeptFrame<P> | undefined)[] = [];
  #first = 0;
  #size = 0;
  /** The last frame for everybody that is no longer kept. */
  #droppedTo = 0;
  /** Of the kept frames alone. */
  bytes = 0;

  get empty(): boolean {
    return this.#first === this.#frames.length;
  }

  /** Keeps a copy: what arrives may be a piece of a much larger buffer, and what is kept here is overwritten at the end. */
  keep(seq: number, at: number, bytes: Uint8Array, only: readonly P[] | undefined): void {
    const frame = { seq, at, bytes: new Uint8Array(bytes), only };
    this.#frames.push(frame);
    this.#size += sizeOf(frame);
    this.bytes += bytes.length;
    this.expire(at);
  }

  /** Drops what is too old or too much. */
  expire(now: number): void {
    for (let frame = this.#frames[this.#first]; frame !== undefined; frame = this.#frames[this.#first]) {
      if (this.#size <= limits.resumeBytes && frame.at + limits.awayMs > now) break;
      this.#frames[this.#first] = undefined;
      this.#first += 1;
      this.#size -= sizeOf(frame);
      this.bytes -= frame.bytes.length;
      if (frame.only === undefined) this.#droppedTo = frame.seq;
      else for (const place of frame.only) place.missedTo = frame.seq;
    }
    if (2 * this.#first < this.#frames.length) return;
    this.#frames = this.#frames.slice(this.#first);
    this.#first = 0;
  }

  /** What this place did not get, in order; `undefined` when something of it is no longer kept. */
  missed(place: P, after: number): readonly Uint8Array[] | undefined {
    if (after < Math.max(this.#droppedTo, place.missedTo)) return undefined;
    const missed: Uint8Array[] = [];
    for (let i = this.#first; i < this.#frames.length; i++) {
      const frame = this.#frames[i];
      if (frame !== undefined && frame.seq > after && (frame.only?.includes(place) ?? true)) missed.push(frame.bytes);
    }
    return missed;
  }

  /** Overwrites and forgets everything. */
  wipe(): void {
    for (const frame of this.#frames) frame?.bytes.fill(0);
    this.drop();
  }

  /** Forgets everything; what is on its way to somebody stays what it is. */
  drop(): void {
    this.#frames = [];
    this.#first = 0;
    this.#size = 0;
    this.bytes = 0;
  }
}
