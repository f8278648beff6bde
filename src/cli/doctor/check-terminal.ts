import type { Finding } from './finding.js';

/** What the QR code of a link needs. */
const LEAST = { columns: 44, rows: 24 } as const;

export interface TerminalFacts {
  readonly isTerminal: boolean;
  readonly input: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly colour: boolean;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What the locale says (POSIX, "Internationalization Variables"); macOS and Windows consoles speak UTF-8 whatever it says. */
function speaksUtf8({ platform, environment }: TerminalFacts): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  const set = ['LC_ALL', 'LC_CTYPE', 'LANG'].map((name) => environment[name] ?? '').find((value) => value !== '');
  return /utf-?8/iu.test(set ?? '');
}

export function checkTerminal(facts: TerminalFacts): Finding {
  const utf8 = speaksUtf8(facts);
  const { isTerminal, input, columns, rows, colour } = facts;
  const details = { isTerminal, input, columns, rows, colour, utf8 };
  const signs = `${colour ? 'colours' : 'no colours'}, ${utf8 ? 'UTF-8' : 'not UTF-8'}`;
  const note = (text: string, fix: string): Finding => ({ check: 'terminal', state: 'note', text, fix, details });
  if (!isTerminal || !input) {
    const what = isTerminal
      ? 'stdin is no terminal: no keys, no questions'
      : 'no terminal: lines instead of spinners, no keys, no questions';
    return note(what, 'Nothing to do for a script: see --json. In a terminal, redirect neither stdin nor stderr.');
  }
  const text = `${columns} × ${rows}, ${signs}`;
  if (!utf8) return note(text, 'Use --ascii, or set a UTF-8 locale such as LANG=C.UTF-8.');
  if (columns < LEAST.columns || rows < LEAST.rows) {
    return note(text, `Make it ${LEAST.columns} × ${LEAST.rows} or larger, for the QR code of the link.`);
  }
  return { check: 'terminal', state: 'ok', text, details };
}
