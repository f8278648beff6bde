import { spoken } from '../../language.js';

const UNITS = ['byte', 'kilobyte', 'megabyte'] as const;

/** `2.3 MB`, in the language of the page; kilo is 1,000. */
export function fileSize(bytes: number): string {
  const power = bytes < 1_000 ? 0 : bytes < 999_500 ? 1 : 2;
  const unit = UNITS[power] ?? 'byte';
  const format = new Intl.NumberFormat(spoken().locale, {
    style: 'unit',
    unit,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 2 ? 1 : 0,
  });
  return format.format(bytes / 1_000 ** power);
}

/** `42 %`: only all of it is a hundred. Of nothing, all is there. */
export const percent = (part: number, whole: number): string =>
  new Intl.NumberFormat(spoken().locale, { style: 'percent' }).format(whole === 0 ? 1 : Math.floor((100 * part) / whole) / 100);
