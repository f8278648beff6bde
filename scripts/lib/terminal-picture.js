/** @typedef {import('./terminal-screen.js').Cell} Cell */

const CELL = { wide: 8.4, high: 19 };
const MARGIN = 20;
const FONT = "14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";
const INK = '#d7dde5';
const PAPER = '#12161c';
/** @type {Readonly<Record<string, string>>} */
const COLOURS = {
  black: '#12161c',
  red: '#ff7b72',
  green: '#56d364',
  yellow: '#e3b341',
  blue: '#79c0ff',
  magenta: '#d2a8ff',
  cyan: '#56d4dd',
  white: '#f0f6fc',
};

/**
 * What a terminal shows, as an SVG: text, so that it stays sharp and can be read aloud and searched. Each run of one style has its place and
 * its width, whatever font is there.
 * @param {readonly (readonly Cell[])[]} rows
 * @param {number} columns
 * @param {string} title
 */
export function terminalPicture(rows, columns, title) {
  const wide = Math.ceil(columns * CELL.wide + 2 * MARGIN);
  const high = rows.length * CELL.high + 2 * MARGIN;
  const texts = rows.flatMap((row, at) => runsOf(row).map((run) => textOf(run, MARGIN + at * CELL.high + 14)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${wide}" height="${high}" rx="10" fill="${PAPER}"/>`,
    `<g style="font: ${FONT}; white-space: pre" fill="${INK}">`,
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** @typedef {{ from: number, cells: number, text: string, style: Cell['style'] }} Run */

/**
 * Spaces part runs, so that an error of a font's width never grows.
 * @param {readonly Cell[]} row
 * @returns {Run[]}
 */
function runsOf(row) {
  /** @type {Run[]} */
  const runs = [];
  let open = false;
  for (const [column, { text, style }] of row.entries()) {
    const last = runs.at(-1);
    // A space that ties words together is none that is drawn.
    if (text === ' ' || text === '\u00A0') {
      open = false;
    } else if (open && last !== undefined && sameStyle(last.style, style)) {
      last.text += text;
      last.cells = column + 1 - last.from;
    } else {
      runs.push({ from: column, cells: 1, text, style });
      open = true;
    }
  }
  return runs;
}

/**
 * @param {Cell['style']} one
 * @param {Cell['style']} other
 */
const sameStyle = (one, other) => one.colour === other.colour && one.bold === other.bold && one.faint === other.faint;

/**
 * @param {Run} run
 * @param {number} y
 */
function textOf({ from, cells, text, style }, y) {
  const look = [
    style.colour === undefined ? '' : ` fill="${COLOURS[style.colour]}"`,
    style.bold ? ' font-weight="700"' : '',
    style.faint ? ' opacity="0.65"' : '',
  ].join('');
  const place = `x="${number(MARGIN + from * CELL.wide)}" y="${y}" textLength="${number(cells * CELL.wide)}"`;
  return `<text ${place} lengthAdjust="spacingAndGlyphs"${look}>${escaped(text)}</text>`;
}

/** @param {number} value */
const number = (value) => Number(value.toFixed(1));

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
