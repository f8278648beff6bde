import { spawn } from 'node:child_process';
import { runInTerminal } from './pty-run.js';
import { at } from './paths.js';
import { terminalPicture } from './terminal-picture.js';
import { TerminalScreen } from './terminal-screen.js';

const COLUMNS = 100;
const PROGRAM = at('bin', 'chattrace.js');

/** @param {string} home an empty folder: what is set on this computer is in no picture */
const place = (home) => ({
  columns: COLUMNS,
  rows: 60,
  env: { PATH: process.env.PATH, HOME: home, XDG_STATE_HOME: home, XDG_CONFIG_HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' },
});

/**
 * @param {string} shown
 * @param {string} typed
 * @param {string} title
 */
function drawn(shown, typed, title) {
  const screen = new TerminalScreen(COLUMNS);
  screen.write(`\u001B[32m$\u001B[0m ${typed}\r\n\r\n${shown}`);
  const last = screen.rows.findLastIndex((row) => row.some(({ text }) => text.trim() !== ''));
  return terminalPicture(screen.rows.slice(0, last + 1), COLUMNS, title);
}

/**
 * `chattrace demo`, to its end.
 * @param {string} home
 */
export async function demoPicture(home) {
  const terminal = runInTerminal([process.execPath, PROGRAM, 'demo', '--fast'], place(home));
  await terminal.ended();
  return drawn(
    terminal.shown,
    'chattrace demo',
    'chattrace demo in a terminal: messages, an answer, an emoji, private messages, a file, emoji compared',
  );
}

/**
 * `chattrace start`, two guests, Ctrl+C.
 * @param {string} home
 */
export async function startPicture(home) {
  const flags = ['--tunnel', 'none', '--title', 'At the lake', '--nick', 'Hana', '--logs', 'delete'];
  const terminal = runInTerminal([process.execPath, PROGRAM, 'start', ...flags], place(home));
  await terminal.until(/no guests/);
  const [link = ''] = /http:\/\/127\.0\.0\.1:\d+\/#[\w.-]+/.exec(terminal.shown) ?? [];
  for (const nick of ['Ana', 'Ben']) {
    const env = { ...place(home).env, CHATTRACE_LINK: link };
    const guest = spawn(process.execPath, [PROGRAM, 'join', '--json', '--nick', nick], { env, stdio: ['pipe', 'ignore', 'ignore'] });
    await terminal.until(new RegExp(`${nick}.* joined`));
    guest.stdin.write('hello\n');
  }
  await terminal.until(/2 messages/);
  terminal.type('\u0003');
  await terminal.ended();
  return drawn(
    terminal.shown,
    'npm start -- --title "At the lake" --tunnel none',
    'npm start in a terminal: checks, the link, who came, the end and its receipt',
  );
}
