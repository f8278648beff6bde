// Installs the packages when they are missing or are not those of package-lock.json. Uses nothing but Node and npm.
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { requireNode } from './lib/node-version.js';
import { at } from './lib/paths.js';
import { run } from './lib/run.js';

/** Ends the process when it cannot be done. What npm prints goes to stderr: stdout belongs to the program. */
export function setUp() {
  requireNode();
  if (isInstalled()) return;
  process.stderr.write('Installing packages (once)...\n');
  const [program, ...npm] = npmCommand();
  const status = run(program, [...npm, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error', '--no-progress'], {
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) return;
  process.stderr.write('error: The packages could not be installed.\ntry: See what npm said above; then run npm ci.\n');
  process.exit(69);
}

/** Compares what npm noted about node_modules with the lock file, and looks whether the folders are there. */
function isInstalled() {
  const noted = readPackages('node_modules/.package-lock.json');
  if (noted === undefined) return false;
  return Object.entries(readPackages('package-lock.json')).every(([path, { version, optional }]) => {
    if (path === '') return true;
    return noted[path] === undefined ? optional === true : noted[path].version === version && existsSync(at(path, 'package.json'));
  });
}

/**
 * @param {string} name
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function readPackages(name) {
  return existsSync(at(name)) ? JSON.parse(readFileSync(at(name), 'utf8')).packages : undefined;
}

/** The npm that runs this script, else the one on the path. */
function npmCommand() {
  const path = process.env.npm_execpath;
  if (path?.endsWith('.js')) return [process.execPath, path];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) setUp();
