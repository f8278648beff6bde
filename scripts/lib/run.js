import { spawnSync } from 'node:child_process';
import { at, root } from './paths.js';

/**
 * Runs a program in the root and waits; its output goes where ours goes.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ stdio?: import('node:child_process').StdioOptions, env?: NodeJS.ProcessEnv }} [options]
 * @returns {number} exit code; 1 when it could not run or was ended by a signal
 */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: options.stdio ?? 'inherit', env: options.env ?? process.env });
  if (error !== undefined) process.stderr.write(`${program}: ${error.message}\n`);
  return status ?? 1;
}

/**
 * Runs a tool of this project, which npm has put into node_modules/.bin.
 * @param {string} name
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export const runTool = (name, args, options) =>
  run(at('node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name), args, options);
