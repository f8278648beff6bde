const LINE_FEED = 0x0a;

export type InputLine = { readonly type: 'line'; readonly text: string } | { readonly type: 'too-long' };

/** Cuts what comes in into lines of at most `most` bytes; of a longer one nothing is kept, however long it is. */
export class LineSplitter {
  readonly #most: number;
  readonly #parts: Uint8Array[] = [];
  #length = 0;
  #skipping = false;

  constructor(most: number) {
    this.#most = most;
  }

  push(chunk: Uint8Array): readonly InputLine[] {
    const lines: InputLine[] = [];
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      this.#keep(chunk.subarray(from, at));
      lines.push(this.#take());
      from = at + 1;
    }
    this.#keep(chunk.subarray(from));
    return lines;
  }

  /** What stands behind the last line end. */
  end(): readonly InputLine[] {
    return this.#length > 0 || this.#skipping ? [this.#take()] : [];
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > this.#most) {
      this.#skipping = true;
      this.#parts.length = 0;
    } else if (part.length > 0) {
      // The giver of a chunk may use its memory again.
      this.#parts.push(part.slice());
    }
  }

  #take(): InputLine {
    const line: InputLine = this.#skipping ? { type: 'too-long' } : { type: 'line', text: textOf(this.#parts) };
    this.#parts.length = 0;
    this.#length = 0;
    this.#skipping = false;
    return line;
  }
}

/** UTF-8; what is malformed becomes U+FFFD. A carriage return before the line end belongs to it. */
const textOf = (parts: readonly Uint8Array[]): string => new TextDecoder().decode(Buffer.concat(parts)).replace(/\r$/u, '');
