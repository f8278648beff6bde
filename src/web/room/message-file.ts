import type { ViewFile } from '../../client/view.js';
import { element, fill, foreign } from '../element.js';
import { spoken } from '../language.js';
import { messageWords } from './message-words.js';

const UNITS = ['byte', 'kilobyte', 'megabyte'] as const;
const STEP = 1_000;

/** A file that somebody offers: its name, which is text from outside, and its size. */
export function createMessageFile({ name, bytes }: ViewFile): HTMLElement {
  return element('p', { class: 'file' }, ...fill(messageWords.file, { name: foreign(name), size: sizeOf(bytes) }));
}

function sizeOf(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(STEP)));
  const unit = UNITS[power] ?? 'byte';
  return new Intl.NumberFormat(spoken().locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / STEP ** power);
}
