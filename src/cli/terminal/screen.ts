import { asciiOf } from './ascii.js';
import { createPalette, type Palette } from './palette.js';
import type { SafeText } from './safe-text.js';
import { wrap } from './wrap.js';

/** What a screen needs of stderr. */
export interface ScreenStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface ScreenOptions {
  readonly stream: ScreenStream;
  readonly colour: boolean;
  readonly ascii: boolean;
  readonly quiet: boolean;
}

/** Something that stays below all lines: it makes room for one, and comes back. */
export interface Below {
  hide(): void;
  show(): void;
}

/** Back to the start of the line, and nothing right of it. */
const CLEAR = '\r\u001b[K';

/** All that people read: lines on stderr, and one live line below them when it is a terminal. */
export class Screen {
  readonly palette: Palette;
  readonly colour: boolean;
  readonly ascii: boolean;
  readonly #stream: ScreenStream;
  readonly #quiet: boolean;
  #below: Below | undefined;

  constructor({ stream, colour, ascii, quiet }: ScreenOptions) {
    this.palette = createPalette(colour);
    this.colour = colour;
    this.ascii = ascii;
    this.#stream = stream;
    this.#quiet = quiet;
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** How long a line may be; without end where it goes to a file or a program. */
  get columns(): number {
    return this.isTerminal ? this.size.columns : Number.POSITIVE_INFINITY;
  }

  get size(): { readonly columns: number; readonly rows: number } {
    // A terminal that was told no size has 0 of each: one of a container, of a build, of `script` without a window.
    return { columns: this.#stream.columns || 80, rows: this.#stream.rows || 24 };
  }

  /** One line, left out with --quiet. `hang`: where the terminal is narrow, broken between words, further lines behind so many spaces. */
  line(text: SafeText, hang?: number): void {
    if (!this.#quiet) this.always(text, hang);
  }

  /** One line, with --quiet too: errors, and what someone must know. */
  always(text: SafeText, hang?: number): void {
    const drawn = this.#drawn(text.text);
    const lines = hang === undefined ? [drawn] : wrap(drawn, this.columns, hang);
    this.#below?.hide();
    this.#stream.write(`${lines.join('\n')}\n`);
    this.#below?.show();
  }

  keepBelow(below: Below | undefined): void {
    this.#below = below;
  }

  /** A live line below all others, on a terminal; `undefined` takes it away. A longer one than the terminal is wide is the caller's mistake. */
  status(text: SafeText | undefined): void {
    if (!this.isTerminal || this.#quiet) return;
    this.#below?.hide();
    const drawn = text === undefined ? undefined : this.#drawn(text.text);
    this.#below = drawn === undefined ? undefined : { hide: () => this.#stream.write(CLEAR), show: () => this.#stream.write(drawn) };
    this.#below?.show();
  }

  /** Calls whoever sits at a terminal (BEL). */
  ring(): void {
    if (this.isTerminal) this.#stream.write('\u0007');
  }

  #drawn(text: string): string {
    return this.ascii ? asciiOf(text) : text;
  }
}
