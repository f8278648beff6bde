import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './paths.js';

/** The npm that started us, and the terminal itself, may both send the signal of one key press. */
const SAME_MS = 500;
/** npm goes on unpacking, for half a minute if need be, before it obeys. What is killed half-way is thrown away at the next start. */
const GRACE_MS = 2_000;
const DOT_MS = 1_000;
const END_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs npm and shows that time passes. A signal stops npm, and then this process; another signal, or an npm that goes on,
 * and npm is killed.
 * @param {readonly string[]} args
 * @param {string} doing
 * @returns {Promise<number>} exit code; 1 when it could not run or was ended by a signal that was not for us
 */
export async function runNpm(args, doing) {
  // A terminal that is gone cannot be told anything.
  const deaf = () => undefined;
  process.stderr.on('error', deaf);
  const line = movingLine(doing);
  const [program = '', ...command] = [...npmCommand(), ...args];
  // Before npm is there: who is ended without them leaves it behind.
  const signals = passSignals(
    (signal) => npm.kill(signal),
    () => line.say('Stopping the installation…\n'),
  );
  // What npm says on stdout, how many packages it has added, would stand among the dots. It has a group of its own: what the terminal
  // sends to ours must reach it once, because the second of the same kind would end its tidying up.
  const npm = spawn(program, command, { cwd: root, stdio: ['ignore', 'ignore', 2], detached: process.platform !== 'win32' });
  const status = await exitOf(npm);
  line.end();
  const signal = signals.end();
  if (signal !== undefined) process.exit(128 + constants.signals[signal]);
  process.stderr.off('error', deaf);
  return status;
}

/** The npm that runs this script, else the one on the path. */
function npmCommand() {
  const path = process.env.npm_execpath;
  if (path?.endsWith('.js')) return [process.execPath, path];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

/**
 * @param {import('node:child_process').ChildProcess} npm
 * @returns {Promise<number>}
 */
const exitOf = (npm) =>
  new Promise((resolve) => {
    npm.once('exit', (code) => resolve(code ?? 1));
    npm.once('error', (error) => {
      process.stderr.write(`npm: ${error.message}\n`);
      resolve(1);
    });
  });

/**
 * @param {(signal: NodeJS.Signals) => void} kill
 * @param {() => void} stopping
 */
function passSignals(kill, stopping) {
  /** @type {{ signal: typeof END_SIGNALS[number], at: number } | undefined} */
  let first;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let grace;
  const listeners = END_SIGNALS.map((signal) => ({ signal, listener: () => receive(signal) }));
  /** @param {typeof END_SIGNALS[number]} signal */
  const receive = (signal) => {
    if (first === undefined) {
      first = { signal, at: performance.now() };
      stopping();
      kill(signal);
      grace = setTimeout(() => kill('SIGKILL'), GRACE_MS);
    } else if (signal !== first.signal || performance.now() - first.at > SAME_MS) {
      kill('SIGKILL');
    }
  };
  for (const { signal, listener } of listeners) process.on(signal, listener);
  return {
    /** The signal that there was. */
    end: () => {
      clearTimeout(grace);
      for (const { signal, listener } of listeners) process.off(signal, listener);
      return first?.signal;
    },
  };
}

/**
 * One line on stderr, which grows by a dot a second where someone looks at it.
 * @param {string} text
 */
function movingLine(text) {
  let isOpen = process.stderr.isTTY;
  const dots = setInterval(() => (isOpen ? process.stderr.write('.') : undefined), DOT_MS);
  const end = () => {
    clearInterval(dots);
    if (isOpen) process.stderr.write('\n');
    isOpen = false;
  };
  process.stderr.write(isOpen ? text : `${text}\n`);
  return {
    end,
    /** @param {string} words */
    say: (words) => {
      end();
      process.stderr.write(words);
    },
  };
}
