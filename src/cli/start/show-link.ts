import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';

/** Never in a file of stderr: whoever has a link is in. */
export function linkOnScreen(link: string, { screen, json }: Reporter): void {
  if (json || !screen.isTerminal) return;
  screen.line(safe``);
  // One logical line from column 0: a terminal that wraps it still copies it whole.
  screen.always(screen.palette.accent(safe`${link}`));
  screen.line(safe``);
}

/** On stdout, when something else than this terminal reads it. */
export function linkAsResult(link: string, reporter: Reporter): void {
  if (!reporter.json && (!reporter.screen.isTerminal || !process.stdout.isTTY)) reporter.result(link);
}
