import type { Invocation } from '../invocation.js';
import type { Palette } from '../terminal/palette.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import { sanitise } from '../terminal/sanitise.js';
import { wrap } from '../terminal/wrap.js';
import type { Finding } from './finding.js';

const SIGNS = { ok: '✔', note: '!', problem: '✖' } as const;
const PAINTS = { ok: 'good', note: 'warn', problem: 'bad' } as const satisfies Record<Finding['state'], keyof Palette>;
const NAME_WIDTH = 12;
const INDENT = ' '.repeat(NAME_WIDTH + 2);

/** `✔ node        v20.20.1, linux x64`, and below it what to do. */
export function findingLines(
  { check, state, text, fix }: Finding,
  { palette, columns }: { readonly palette: Palette; readonly columns: number },
  invocation: Invocation,
): readonly SafeText[] {
  const sign = palette[PAINTS[state]](safe`${SIGNS[state]}`);
  const [first = '', ...more] = wrap(sanitise(text), columns - INDENT.length);
  const todo = fix === undefined ? [] : wrap(sanitise(`try: ${invocation(fix)}`), columns - INDENT.length);
  return [
    safe`${sign} ${check.padEnd(NAME_WIDTH)}${first}`,
    ...more.map((line) => safe`${INDENT}${line}`),
    ...todo.map((line) => safe`${INDENT}${palette.faint(safe`${line}`)}`),
  ];
}
