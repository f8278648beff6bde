/** Which chunks of a file are there: a bit each, the first is the highest of the first byte. */
export class Bits {
  readonly bytes: Uint8Array;
  readonly length: number;
  #count = 0;

  constructor(length: number, bytes = new Uint8Array(Math.ceil(length / 8))) {
    this.length = length;
    this.bytes = bytes;
    for (let at = 0; at < length; at++) if (this.has(at)) this.#count += 1;
  }

  /** `undefined`: there are not so many, or one behind the last. */
  static read(bytes: Uint8Array, length: number): Bits | undefined {
    if (bytes.length !== Math.ceil(length / 8)) return undefined;
    const unused = (8 * bytes.length - length) as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
    const last = bytes[bytes.length - 1] ?? 0;
    return (last & ((1 << unused) - 1)) === 0 ? new Bits(length, bytes.slice()) : undefined;
  }

  get count(): number {
    return this.#count;
  }

  get full(): boolean {
    return this.#count === this.length;
  }

  has(at: number): boolean {
    return ((this.bytes[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0;
  }

  set(at: number): void {
    if (at >= this.length || this.has(at)) return;
    this.bytes[at >> 3] = (this.bytes[at >> 3] ?? 0) | (0x80 >> (at & 7));
    this.#count += 1;
  }

  add(other: Bits): void {
    for (let at = 0; at < this.length; at++) if (other.has(at)) this.set(at);
  }
}
