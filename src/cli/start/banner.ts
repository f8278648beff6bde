import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '../terminal/safe-text.js';
import type { Screen } from '../terminal/screen.js';

const WORDS = 'a room that exists only while this terminal does';

/** The name of the tool, drawn when it fits. */
export function showBanner(screen: Screen, root: string): void {
  const { palette, size } = screen;
  const drawn = readFileSync(join(root, 'assets', 'banner.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const wide = Math.max(...drawn.map((line) => [...line].length));
  const asciiOnly = drawn.every((line) => /^[\x20-\x7e]*$/u.test(line));
  if (wide >= size.columns || (screen.ascii && !asciiOnly)) {
    screen.line(palette.accent(safe`CHATTrace`));
  } else {
    for (const line of drawn) screen.line(palette.accent(safe`${line}`));
  }
  screen.line(palette.faint(safe`${WORDS}`), 0);
  screen.line(safe``);
}
