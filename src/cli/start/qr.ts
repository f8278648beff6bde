import { create, type QRCodeSegment } from 'qrcode';
import { formatQrParts, type LinkKey } from '../../crypto/link.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import type { Screen } from '../terminal/screen.js';

/** Light modules around the code; the standard asks for 4, scanners need 2. */
const QUIET_ZONE = 2;

/** ISO/IEC 18004, 7.3.4. */
const ALPHANUMERIC = /^[0-9A-Z $%*+./:-]*$/u;

type Drawing = Pick<Screen, 'ascii' | 'colour' | 'palette'>;
type Module = (row: number, column: number) => boolean;

export interface Qr {
  readonly rows: number;
  readonly columns: number;
  readonly lines: readonly SafeText[];
}

/**
 * The link as a QR code (ISO/IEC 18004) of lowest error correction: a screen has no scratches, and it must fit a terminal. Upper case
 * and base32 go into its alphanumeric mode; the # needs a byte segment.
 */
export function drawQr(origin: string, secret: LinkKey, drawing: Drawing): Qr {
  const [before, after] = formatQrParts(origin, secret);
  return drawSegments(
    [
      // The brackets of an IPv6 address are not in that alphabet.
      ALPHANUMERIC.test(before) ? { data: before, mode: 'alphanumeric' } : bytesOf(before),
      bytesOf('#'),
      { data: after, mode: 'alphanumeric' },
    ],
    drawing,
  );
}

/** Upper case letters, digits and a few signs. */
export const drawQrText = (text: string, drawing: Drawing): Qr => drawSegments([{ data: text, mode: 'alphanumeric' }], drawing);

function drawSegments(segments: QRCodeSegment[], { ascii, colour, palette }: Drawing): Qr {
  const { modules } = create(segments, { errorCorrectionLevel: 'L' });
  const isDark: Module = (row, column) => inside(row, modules.size) && inside(column, modules.size) && modules.get(row, column) === 1;
  // Black on white when there are colours. Without, what is drawn is light, as letters are on most terminals.
  const inked = colour && !ascii;
  const drawn: Module = (row, column) => isDark(row - QUIET_ZONE, column - QUIET_ZONE) === inked;
  const side = modules.size + 2 * QUIET_ZONE;
  const lines = (ascii ? wholeLines(side, drawn) : halfLines(side, drawn)).map((line) => safe`${line}`);
  return { rows: lines.length, columns: ascii ? 2 * side : side, lines: inked ? lines.map(palette.ink) : lines };
}

const bytesOf = (text: string): { readonly data: Uint8Array; readonly mode: 'byte' } => ({
  data: new TextEncoder().encode(text),
  mode: 'byte',
});

const inside = (n: number, size: number): boolean => n >= 0 && n < size;

const drawRow = (side: number, draw: (column: number) => string): string =>
  Array.from({ length: side }, (_, column) => draw(column)).join('');

const wholeLines = (side: number, drawn: Module): readonly string[] =>
  Array.from({ length: side }, (_, row) => drawRow(side, (column) => (drawn(row, column) ? '##' : '  ')));

/** Two modules in one character. */
const halfLines = (side: number, drawn: Module): readonly string[] =>
  Array.from({ length: Math.ceil(side / 2) }, (_, pair) =>
    drawRow(side, (column) => half(drawn(2 * pair, column), 2 * pair + 1 < side && drawn(2 * pair + 1, column))),
  );

const half = (upper: boolean, lower: boolean): string => (upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ');
