import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { at } from './paths.js';

/**
 * A program in a terminal of its own, made by Python's standard library, because Node has none (test/helpers/terminal_of.py).
 * @param {readonly string[]} command
 * @param {{ columns: number, rows: number, env: NodeJS.ProcessEnv }} size
 */
export function runInTerminal(command, { columns, rows, env }) {
  const order = JSON.stringify({ command, columns, rows, core: false });
  const child = spawn('python3', [at('test', 'helpers', 'terminal_of.py'), order], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const decoder = new TextDecoder();
  /** @type {Set<() => void>} */
  const looks = new Set();
  let shown = '';
  let ended = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const report = JSON.parse(line);
    if (report.shown !== undefined) shown += decoder.decode(Buffer.from(report.shown, 'base64'), { stream: true });
    if (report.code !== undefined) ended = true;
    for (const look of looks) look();
  });
  /** @param {() => boolean} done */
  const wait = (done) =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (!done() && !ended) return;
        looks.delete(look);
        if (done()) resolve(undefined);
        else reject(new Error(`it ended without that:\n${shown}`));
      };
      looks.add(look);
      child.on('error', reject);
      look();
    });
  return {
    get shown() {
      return shown;
    },
    /** @param {RegExp} pattern */
    until: (pattern) => wait(() => pattern.test(shown)),
    ended: () => wait(() => ended),
    /** @param {string} keys */
    type: (keys) => void child.stdin.write(`${JSON.stringify({ type: Buffer.from(keys).toString('base64') })}\n`),
    kill: () => void child.stdin.end(),
  };
}
