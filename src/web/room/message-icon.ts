import { drawing } from '../icon.js';

/** As those of the page (icon.ts): for what can be done with a message. */
const paths = {
  reply: 'M9.5 6.5L4.5 11l5 4.5M5 11h8.5c3.5 0 6 2 6 6.5',
  react: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8.5 14c1.5 2.5 5.5 2.5 7 0M9 9.5v.4M15 9.5v.4',
  edit: 'M5 19l1-4L16.5 4.5l3 3L9 18zM14 7l3 3',
  delete: 'M5.5 7h13M9.5 7V4.5h5V7M7 7l1 12.5h8L17 7M10.5 10.5v5.5M13.5 10.5v5.5',
  copy: 'M9 9h10.5v10.5H9zM6 15H4.5V4.5H15V6',
} as const;

export const messageIcon = (name: keyof typeof paths): SVGSVGElement => drawing(name, paths[name]);
