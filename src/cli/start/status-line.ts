import { safe, type SafeText } from '../terminal/safe-text.js';
import type { Screen } from '../terminal/screen.js';

export interface StatusPart {
  readonly text: string;
  /** Takes the place of a text for which there is no room even when all that is worth less is left out. */
  readonly short?: string;
  /** From 1; what is worth less is left out before. */
  readonly worth: number;
}

const MOST_WORTH = 8;
/** A shorter piece of a text says nothing. */
const LEAST_CUT = 6;
const GAP = '   ';

/** What is, and the keys that can be pressed: as much of both as the terminal is wide. */
export function statusLine(
  facts: readonly StatusPart[],
  keys: readonly StatusPart[],
  { palette, size }: Pick<Screen, 'palette' | 'size'>,
): SafeText {
  const shortened = facts.map((fact) => ({ ...fact, text: fact.short ?? fact.text }));
  for (const { shown, least } of [...rounds(facts, MOST_WORTH - 1), ...rounds(shortened, MOST_WORTH)]) {
    const left = worthy(shown, least).join(' · ');
    const right = worthy(keys, least).join('  ');
    const gap = left === '' || right === '' ? '' : GAP;
    if (left.length + gap.length + right.length < size.columns)
      return safe`${palette.strong(safe`${left}`)}${gap}${palette.faint(safe`${right}`)}`;
  }
  return cut(facts, keys, { palette, size });
}

/** Not even the two that are worth most have room: as much of the first as there is. */
function cut(facts: readonly StatusPart[], keys: readonly StatusPart[], { palette, size }: Pick<Screen, 'palette' | 'size'>): SafeText {
  const right = worthy(keys, MOST_WORTH).join('  ');
  const [first] = facts.filter(({ worth }) => worth === MOST_WORTH);
  const room = size.columns - right.length - GAP.length - 2;
  if (right.length >= size.columns) return safe``;
  if (first === undefined || room < LEAST_CUT) return palette.faint(safe`${right}`);
  return safe`${palette.strong(safe`${(first.short ?? first.text).slice(0, room)}…`)}${GAP}${palette.faint(safe`${right}`)}`;
}

const rounds = (shown: readonly StatusPart[], most: number): readonly { readonly shown: readonly StatusPart[]; readonly least: number }[] =>
  Array.from({ length: most }, (_, index) => ({ shown, least: index + 1 }));

const worthy = (parts: readonly StatusPart[], least: number): readonly string[] =>
  parts.filter(({ worth }) => worth >= least).map(({ text }) => text);
