import { safe, type SafeText } from '../terminal/safe-text.js';
import type { Screen } from '../terminal/screen.js';

export interface StatusPart {
  readonly text: string;
  /** From 1; what is worth less is left out before. */
  readonly worth: number;
}

const MOST_WORTH = 8;
const GAP = '   ';

/** What is, and the keys that can be pressed: as much of both as the terminal is wide. */
export function statusLine(
  facts: readonly StatusPart[],
  keys: readonly StatusPart[],
  { palette, size }: Pick<Screen, 'palette' | 'size'>,
): SafeText {
  for (let least = 1; least <= MOST_WORTH; least += 1) {
    const left = worthy(facts, least).join(' · ');
    const right = worthy(keys, least).join('  ');
    const gap = left === '' || right === '' ? '' : GAP;
    if (left.length + gap.length + right.length < size.columns)
      return safe`${palette.strong(safe`${left}`)}${gap}${palette.faint(safe`${right}`)}`;
  }
  return safe``;
}

const worthy = (parts: readonly StatusPart[], least: number): readonly string[] =>
  parts.filter(({ worth }) => worth >= least).map(({ text }) => text);
