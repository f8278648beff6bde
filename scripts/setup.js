// Installs the packages when they are missing or are not those of package-lock.json. Uses nothing but Node and npm.
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { requireNode } from './lib/node-version.js';
import { at } from './lib/paths.js';
import { runNpm } from './lib/run-npm.js';

/** @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Locked */

const CI = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error', '--no-progress'];

/** Ends the process when it cannot be done, or a signal says so. Of npm only the errors are shown, on stderr: stdout belongs to the program. */
export async function setUp() {
  requireNode();
  if (isInstalled()) return;
  const status = await runNpm(CI, `Installing ${packageCount()} packages, about half a minute (once)`);
  if (status === 0) return;
  process.stderr.write('error: The packages could not be installed.\ntry: See what npm said above; then run npm ci.\n');
  process.exit(69);
}

/** How many of the lock file this machine needs. Of a package with variants for C libraries, one is installed. */
function packageCount() {
  const here = (/** @type {Locked} */ { optional, os, cpu, libc }) =>
    optional !== true ||
    (os?.includes(process.platform) === true && cpu?.includes(process.arch) === true && libc?.includes('musl') !== true);
  return Object.entries(readPackages('package-lock.json') ?? {}).filter(([path, locked]) => path !== '' && here(locked)).length;
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
 * @returns {Record<string, Locked> | undefined}
 */
function readPackages(name) {
  return existsSync(at(name)) ? JSON.parse(readFileSync(at(name), 'utf8')).packages : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await setUp();
