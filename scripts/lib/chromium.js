import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/** The flags keep it from looking for anything outside of this computer. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Where a Chromium is; `undefined`: nowhere.
 * @param {readonly string[]} before names that are looked for first
 */
export function findChromium(...before) {
  const named = process.env.CHATTRACE_TEST_CHROMIUM ?? '';
  if (existsSync(named)) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...before, ...NAMES].flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}
