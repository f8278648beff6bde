const PLAIN = /^[\x20-\x7e]*$/u;

/** One of our own colour sequences, which takes no room, or one character. */
const ESCAPE = '\u001b';
const TOKEN = new RegExp(`${ESCAPE}\\[[\\d;]*m|.`, 'gsu');

/** Takes no room of its own: combining marks. */
const MARK = /^[\p{Mn}\p{Me}]$/u;
/** Where letters, signs and pictures of two columns live (Unicode, East Asian Width): rather a few too many than one too few. */
const WIDE_RANGES = [
  '\\u1100-\\u11FF\\u2329\\u232A\\u2E80-\\uA4CF\\uA960-\\uA97F\\uAC00-\\uD7FF\\uF900-\\uFAFF\\uFE10-\\uFE6F\\uFF00-\\uFFE6',
  '\\u{16FE0}-\\u{1B2FF}\\u{1F000}-\\u{1FAFF}\\u{20000}-\\u{3FFFD}',
];
const WIDE = new RegExp(`^[${WIDE_RANGES.join('')}\\p{Emoji_Presentation}]$`, 'u');
/** Makes a picture, of two columns, of the sign before it. */
const PICTURE = '\uFE0F';

/** How many columns a terminal gives to one character at most; of what is unsure, the more. */
function columnsOf(token: string): number {
  if (token.startsWith(ESCAPE)) return 0;
  if (token === PICTURE) return 1;
  if (MARK.test(token)) return 0;
  return WIDE.test(token) ? 2 : 1;
}

/**
 * Text on lines of at most `columns`, broken between words where there are some, all but the first behind `hang` spaces: so that nothing in
 * the text, however many spaces it has, can stand where a line begins. Colours go on over the breaks.
 */
export function wrap(text: string, columns: number, hang = 0): readonly string[] {
  if (text.length <= columns && PLAIN.test(text)) return [text];
  const lines = new Lines(columns, Math.min(hang, Math.floor(columns / 2)));
  for (const [token] of text.matchAll(TOKEN)) lines.add(token);
  return lines.all();
}

/** Lines as they fill. */
class Lines {
  readonly #columns: number;
  readonly #indent: string;
  readonly #done: string[] = [];
  #line = '';
  #width = 0;
  /** Something but spaces stands in this line. */
  #begun = false;
  /** The last spaces between two words: where in the line they are, and how wide it is up to their end. */
  #gap: { readonly from: number; readonly to: number; readonly width: number } | undefined;

  constructor(columns: number, hang: number) {
    this.#columns = columns;
    this.#indent = ' '.repeat(hang);
  }

  all(): readonly string[] {
    return [...this.#done, this.#line];
  }

  add(token: string): void {
    const width = columnsOf(token);
    if (token === ' ') return this.#space();
    if (width > 0 && this.#width + width > this.#columns) this.#break(width);
    this.#line += token;
    this.#width += width;
    if (width > 0) this.#begun = true;
  }

  #space(): void {
    if (!this.#begun && this.#done.length > 0) return;
    const from = this.#gap?.to === this.#line.length ? this.#gap.from : this.#line.length;
    if (this.#width === this.#columns) return this.#next(this.#line.slice(0, from), '', 0);
    this.#line += ' ';
    this.#width += 1;
    if (this.#begun) this.#gap = { from, to: this.#line.length, width: this.#width };
  }

  /** Between words; through a word that would not fit on a line of its own. */
  #break(width: number): void {
    const gap = this.#gap;
    const rest = gap === undefined ? this.#columns : this.#width - gap.width;
    if (gap !== undefined && this.#indent.length + rest + width <= this.#columns) {
      this.#next(this.#line.slice(0, gap.from), this.#line.slice(gap.to), rest);
    } else if (this.#width > this.#indent.length) {
      this.#next(this.#line, '', 0);
    }
  }

  #next(done: string, rest: string, width: number): void {
    this.#done.push(done);
    this.#line = this.#indent + rest;
    this.#width = this.#indent.length + width;
    this.#begun = rest !== '';
    this.#gap = undefined;
  }
}
