import type { ViewMember } from '../../client/view.js';

const SVG = 'http://www.w3.org/2000/svg';
const SIDE = 5;
/** The columns that a key decides; the others mirror them. */
const COLUMNS = 3;
/** Two bits a cell, behind the byte that gives the colour. */
const BITS = [2, 10] as const;

/**
 * A small mirrored pattern, drawn from a key, in the colour of what is around it. It helps the eye to tell members apart, and proves
 * nothing: who looks long enough finds a key with the same one.
 */
export function avatarOf({ fingerprint }: Pick<ViewMember, 'fingerprint'>): SVGSVGElement {
  const bits = Number.parseInt(fingerprint.slice(...BITS), 16);
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${SIDE} ${SIDE}`);
  svg.setAttribute('class', 'avatar');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(squares(bits, 2, '1'), squares(bits, 3, '0.45'));
  return svg;
}

function squares(bits: number, wanted: number, opacity: string): SVGPathElement {
  const cells = Array.from({ length: SIDE * COLUMNS }, (_none, at) => ((bits >>> (2 * at)) & 3) === wanted);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', cells.flatMap((drawn, at) => (drawn ? [pair(at % COLUMNS, Math.floor(at / COLUMNS))] : [])).join(''));
  path.setAttribute('fill-opacity', opacity);
  return path;
}

const square = (x: number, y: number): string => `M${x} ${y}h1v1h-1z`;

const pair = (x: number, y: number): string => square(x, y) + (x === SIDE - 1 - x ? '' : square(SIDE - 1 - x, y));
