import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.js';

/** Programs that some suites need besides Node, and where Debian and Ubuntu have them. */
const TOOLS = [
  {
    names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'],
    aptPackage: 'chromium',
    without: 'the browser suite',
    elsewhere: 'any Chromium or Chrome; CHATTRACE_TEST_CHROMIUM may name it',
  },
  // Without windows and what is in them: the browser suite takes half as long.
  { names: ['chromium-headless-shell'], aptPackage: 'chromium-headless-shell', without: undefined, elsewhere: '' },
  { names: ['python3'], aptPackage: 'python3', without: 'the tests in a real terminal', elsewhere: 'python.org' },
];

/** Where a Mac has it. */
const MAC_CHROMES = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** Installs what is missing where that is possible without a question; says what will be skipped where it is not. */
export function provideTestTools() {
  process.env.CHATTRACE_TEST_CHROMIUM ??= MAC_CHROMES.find((path) => existsSync(path)) ?? '';
  const wanted = TOOLS.filter((tool) => !isThere(tool));
  if (wanted.length === 0) return;
  const names = wanted.map((tool) => tool.aptPackage);
  const sudo = aptPrefix();
  if (sudo !== undefined) {
    process.stderr.write(`Installing ${names.join(' and ')} for the tests (once)...\n`);
    apt(sudo, ['update', '-qq']);
    // One after the other: not every system has all of them.
    for (const name of names) apt(sudo, ['install', '-y', '-qq', '--no-install-recommends', name]);
  }
  for (const tool of wanted.filter((missing) => missing.without !== undefined && !isThere(missing))) {
    process.stderr.write(`\nSKIPPED: ${tool.without}: no ${tool.names[0]} on this machine.\n`);
    process.stderr.write(`  Install it (Debian, Ubuntu: sudo apt-get install ${tool.aptPackage}; elsewhere: ${tool.elsewhere}).\n\n`);
  }
}

/** @param {{ names: readonly string[] }} tool */
function isThere({ names }) {
  if (names[0]?.startsWith('chromium') && existsSync(process.env.CHATTRACE_TEST_CHROMIUM ?? '')) return true;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.some((name) => folders.some((folder) => existsSync(join(folder, name))));
}

/** What stands before apt-get: nothing for root, sudo where it asks for no password; `undefined` where there is no way. */
function aptPrefix() {
  if (!existsSync('/usr/bin/apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  return existsSync('/usr/bin/sudo') && run('sudo', ['-n', 'true'], { stdio: 'ignore' }) === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * @param {readonly string[]} sudo
 * @param {readonly string[]} args
 */
function apt(sudo, args) {
  const [program, ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
  run(program, rest, { stdio: ['ignore', 2, 2] });
}
