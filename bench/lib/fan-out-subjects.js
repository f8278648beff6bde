import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { at } from '../../scripts/lib/paths.js';
import { helloOf, opaqueMessage } from './opaque-frames.js';

/**
 * @typedef {object} Running
 * @property {number} port
 * @property {number} pid
 * @property {Buffer} message
 * @property {Buffer} [hello]
 * @property {() => Promise<void>} stop
 */

const START = ['start', '--json', '--no-input', '--tunnel', 'none', '--port', '0', '--max-members', '500'];

/** Bytes of a message on every wire, frame header of the protocol included. */
const MESSAGE_BYTES = 300;

/** The first is what the others are compared with. */
export const subjects = {
  'ws send(string)': () => bare('bench/subjects/ws-send.js'),
  'ws, frame built once': () => bare('bench/subjects/ws-frame-once.js'),
  'this program': wholeProgram,
};

/** Its host member too gets every message, and finds that it cannot open it. */
async function wholeProgram() {
  const { child, first, stop } = await started([at('bin/chattrace.js'), ...START]);
  const url = new URL(first.url);
  return { port: Number(url.port), pid: child.pid, hello: helloOf(first.url), message: opaqueMessage(MESSAGE_BYTES), stop };
}

/** @param {string} script */
async function bare(script) {
  const { child, first, stop } = await started([at(script)]);
  return { port: first.port, pid: child.pid, message: Buffer.alloc(MESSAGE_BYTES, 'x'), stop };
}

/**
 * A Node process, on a core of its own where that can be said; `first` is the first line that it prints.
 * @param {string[]} args
 */
async function started(args) {
  const [command = '', ...rest] = onCore(0, [process.execPath, ...args]);
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const lines = createInterface(child.stdout);
  const first = await new Promise((resolve, reject) => {
    lines.once('line', (line) => resolve(JSON.parse(line)));
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code} before it was ready`)));
  });
  return { child, first, stop };
}

/**
 * @param {number} core
 * @param {string[]} command
 */
export const onCore = (core, command) => (process.platform === 'linux' ? ['taskset', '-c', String(core), ...command] : command);
