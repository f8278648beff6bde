import { drawing } from '../icon.js';

/** As those of the page (icon.ts); only the room has them. */
const paths = {
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20.5 20.5',
  settings: 'M4 7h9M17 7h3M15 4.8v4.4M4 12h3M11 12h9M9 9.8v4.4M4 17h7M15 17h5M13 14.8v4.4',
  export: 'M12 4v11M7.5 10.5L12 15l4.5-4.5M5 19.5h14',
  keys: 'M3.5 6.5h17v11h-17zM7 10h.2M10.3 10h.2M13.6 10h.2M16.9 10h.2M8 14h8',
  more: 'M12 5.5v.2M12 12v.2M12 18.5v.2',
  up: 'M12 19V6M6.5 11.5L12 6l5.5 5.5',
} as const;

export const roomIcon = (name: keyof typeof paths): SVGSVGElement => drawing(name, paths[name]);
