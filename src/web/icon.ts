const SVG = 'http://www.w3.org/2000/svg';

/** Line drawings on a grid of 24. */
const paths = {
  lock: 'M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11',
  'lock-unsure': 'M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14v2.4M12 18v.2',
  'lock-open': 'M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 6.6-1.6',
  members: 'M9 11a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3.5 19.5c0-3 2-5 5.5-5s5.5 2 5.5 5M15.5 5a3 3 0 0 1 0 6M17 15c2 1 3 2 3 4.5',
  leave: 'M14 4.5H5.5v15H14M10.5 12h10M17 8.5l3.5 3.5-3.5 3.5',
  send: 'M4 12h15M13 6l6 6-6 6',
  again: 'M19 8.5A7.5 7.5 0 1 0 19.5 13M19.5 4v5h-5',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5l3.5 2',
  failed: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5v5.5M12 16v.3',
  down: 'M12 5v13M6.5 12.5L12 18l5.5-5.5',
  attach: 'M19 10.5l-7.6 7.6a4.3 4.3 0 0 1-6.1-6.1l7.9-7.9a2.9 2.9 0 0 1 4.1 4.1l-7.6 7.6a1.4 1.4 0 0 1-2-2l6.6-6.6',
  close: 'M6 6l12 12M18 6L6 18',
  language: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17',
} as const;

export type IconName = keyof typeof paths;

export const icon = (name: IconName): SVGSVGElement => drawing(name, paths[name]);

/** A drawing that says nothing to a screen reader: the button around it has the words. */
export function drawing(name: string, lines: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', lines);
  svg.append(path);
  return svg;
}
