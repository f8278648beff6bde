/** A secret that can be ended: after `wipe` its bytes are zeros and reading it is a bug. */
export class SecretBytes {
  #bytes: Uint8Array | undefined;

  /** Takes the array over: nobody else may keep it. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get bytes(): Uint8Array {
    if (this.#bytes === undefined) throw new Error('a wiped secret was read');
    return this.#bytes;
  }

  /** Bytes that were overwritten; 0 when it was wiped before. */
  wipe(): number {
    const length = this.#bytes?.length ?? 0;
    this.#bytes?.fill(0);
    this.#bytes = undefined;
    return length;
  }
}
