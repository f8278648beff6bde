import encoder from 'qrcode/lib/core/qrcode.js';

const SVG = 'http://www.w3.org/2000/svg';
/** Light modules around the code, as the standard asks for (ISO/IEC 18004, 6.3.8). */
const QUIET_ZONE = 4;

/** Upper case letters, digits and a few signs as a QR code of lowest error correction, the same that a terminal draws. `label`: what it is. */
export function drawQr(text: string, label: string): SVGSVGElement {
  const { modules } = encoder.create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: 'L' });
  const side = modules.size + 2 * QUIET_ZONE;
  const svg = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${side} ${side}`, class: 'qr', role: 'img', 'aria-label': label }))
    svg.setAttribute(name, value);
  const path = document.createElementNS(SVG, 'path');
  const cells = Array.from({ length: modules.size }, (_, n) => n);
  const dark = cells.flatMap((row) => cells.filter((column) => modules.get(row, column) === 1).map((column) => square(row, column)));
  path.setAttribute('d', dark.join(''));
  svg.append(path);
  return svg;
}

const square = (row: number, column: number): string => `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`;
