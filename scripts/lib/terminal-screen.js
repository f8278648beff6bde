/** @typedef {{ readonly colour: string | undefined, readonly back: string | undefined, readonly bold: boolean, readonly faint: boolean }} Style */
/** @typedef {{ readonly text: string, readonly style: Style }} Cell */

/** @type {Style} */
const PLAIN = { colour: undefined, back: undefined, bold: false, faint: false };
const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const ESCAPE = '\u001B';
/** One sequence of a terminal, or one character; what is drawn above it (accents, joined pictures) belongs to the one before. */
const TOKEN = new RegExp(`${ESCAPE}\\[([?\\d;]*)([A-Za-z])|${ESCAPE}\\][^\\u0007]*\\u0007|.`, 'gsu');
const MARK = /^[\p{Mn}\u{FE0F}\u{200D}]$/u;
const WIDE = /^[\p{Emoji_Presentation}\u{1100}-\u{115F}\u{2E80}-\u{A4CF}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FF00}-\u{FF60}]$/u;

/** What stands on a terminal after all of this was written to it: as much of one as our program uses, with all that scrolled out of it. */
export class TerminalScreen {
  /** @type {Cell[][]} */
  #rows = [[]];
  #row = 0;
  #column = 0;
  #style = PLAIN;
  #columns;

  /** @param {number} columns */
  constructor(columns) {
    this.#columns = columns;
  }

  /** Rows from the top; behind a wide sign stands an empty cell. */
  get rows() {
    return this.#rows;
  }

  /** @param {string} text */
  write(text) {
    for (const [token, numbers = '', letter] of text.matchAll(TOKEN)) {
      if (letter !== undefined) this.#control(numbers, letter);
      else if (!token.startsWith(ESCAPE)) this.#character(token);
    }
  }

  /** @param {string} token */
  #character(token) {
    if (token === '\r') this.#column = 0;
    else if (token === '\n') this.#down(1);
    else if (MARK.test(token)) this.#append(token);
    else if (token >= ' ') this.#put(token);
  }

  /** @param {string} mark */
  #append(mark) {
    const row = this.#rows[this.#row] ?? [];
    const at = row.findLastIndex((cell, column) => column < this.#column && cell.text !== '');
    const cell = row[at];
    if (cell !== undefined) row[at] = { ...cell, text: cell.text + mark };
  }

  /** @param {string} text */
  #put(text) {
    const width = WIDE.test(text) ? 2 : 1;
    if (this.#column + width > this.#columns) {
      this.#column = 0;
      this.#down(1);
    }
    const row = this.#rows[this.#row] ?? [];
    while (row.length < this.#column) row.push({ text: ' ', style: PLAIN });
    row[this.#column] = { text, style: this.#style };
    if (width === 2) row[this.#column + 1] = { text: '', style: this.#style };
    this.#column += width;
  }

  /** @param {number} by */
  #down(by) {
    this.#row = Math.max(0, this.#row + by);
    while (this.#rows.length <= this.#row) this.#rows.push([]);
  }

  /**
   * ECMA-48: CUU, CUD, CUF, CUB, CHA, ED, EL, SGR. Modes change nothing that is seen.
   * @param {string} numbers
   * @param {string} letter
   */
  #control(numbers, letter) {
    const [first = 0] = numbers.split(';').map(Number);
    if (letter === 'A') this.#down(-(first || 1));
    else if (letter === 'B') this.#down(first || 1);
    else if (letter === 'C') this.#column += first || 1;
    else if (letter === 'D') this.#column = Math.max(0, this.#column - (first || 1));
    else if (letter === 'G') this.#column = (first || 1) - 1;
    else if (letter === 'J') this.#erase(first, true);
    else if (letter === 'K') this.#erase(first, false);
    else if (letter === 'm') for (const number of numbers.split(';')) this.#style = styled(this.#style, Number(number));
  }

  /**
   * @param {number} what
   * @param {boolean} below
   */
  #erase(what, below) {
    const row = this.#rows[this.#row] ?? [];
    row.length = what === 2 ? 0 : Math.min(row.length, this.#column);
    if (below) this.#rows.length = this.#row + 1;
  }
}

/**
 * @param {Style} style
 * @param {number} number
 * @returns {Style}
 */
function styled(style, number) {
  if (number === 0) return PLAIN;
  if (number === 1) return { ...style, bold: true };
  if (number === 2) return { ...style, faint: true };
  if (number === 22) return { ...style, bold: false, faint: false };
  if (number === 39) return { ...style, colour: undefined };
  if (number === 49) return { ...style, back: undefined };
  if (number >= 30 && number <= 37) return { ...style, colour: COLOURS[number - 30] };
  if (number >= 90 && number <= 97) return { ...style, colour: COLOURS[number - 90] };
  if (number >= 40 && number <= 47) return { ...style, back: COLOURS[number - 40] };
  return number >= 100 && number <= 107 ? { ...style, back: COLOURS[number - 100] } : style;
}
