/**
 * Reads big-endian fields one after the other. Reading past the end, or a 64-bit number above 2^53 − 1, never throws: it answers
 * zeros and makes `ok` false for good, so that a parser checks once, at its end.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #ok = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get ok(): boolean {
    return this.#ok;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    const at = this.#take(1);
    return at < 0 ? 0 : this.#view.getUint8(at);
  }

  u24(): number {
    const at = this.#take(3);
    return at < 0 ? 0 : this.#view.getUint8(at) * 0x10000 + this.#view.getUint16(at + 1);
  }

  u32(): number {
    const at = this.#take(4);
    return at < 0 ? 0 : this.#view.getUint32(at);
  }

  u64(): number {
    const at = this.#take(8);
    if (at < 0) return 0;
    const high = this.#view.getUint32(at);
    if (high >= 2 ** 21) this.#ok = false;
    return this.#ok ? high * 2 ** 32 + this.#view.getUint32(at + 4) : 0;
  }

  /** A view of the next `length` bytes, not a copy; empty when there are not so many. */
  raw(length: number): Uint8Array {
    const at = this.#take(length);
    return at < 0 ? new Uint8Array(0) : this.#bytes.subarray(at, at + length);
  }

  rest(): Uint8Array {
    return this.raw(this.left);
  }

  #take(size: number): number {
    if (!this.#ok || size > this.left) {
      this.#ok = false;
      return -1;
    }
    const at = this.#at;
    this.#at += size;
    return at;
  }
}
