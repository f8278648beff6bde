import { StringDecoder } from 'node:string_decoder';

/** Nothing that matters is longer; what is, is cut. */
const LONGEST = 16_384;

/** Puts lines together from pieces of any size, even of one byte. Empty lines are dropped. */
export class OutputLines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #line: (text: string) => void;
  #rest = '';

  constructor(line: (text: string) => void) {
    this.#line = line;
  }

  push(bytes: Buffer): void {
    this.#take(this.#decoder.write(bytes));
  }

  /** The last line may have no end. */
  end(): void {
    this.#take(`${this.#decoder.end()}\n`);
  }

  #take(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.#rest = (this.#rest + first).slice(0, LONGEST);
    for (const other of others) {
      const line = this.#rest.trimEnd();
      if (line !== '') this.#line(line);
      this.#rest = other.slice(0, LONGEST);
    }
  }
}
