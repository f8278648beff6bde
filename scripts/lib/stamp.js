import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { filesBelow, writeWhole } from './files.js';
import { at } from './paths.js';

const STAMP = at('.tsbuild/build.json');
const FOLDERS = ['src', 'assets', 'templates', 'scripts'];
const BUILT = /^app\//;

/** SHA-256 over everything a build is made from: names and contents. */
export function sourceHash() {
  const hash = createHash('sha256').update(process.version);
  for (const folder of FOLDERS) {
    if (!existsSync(at(folder))) continue;
    for (const name of filesBelow(at(folder)).filter((file) => !BUILT.test(file))) hashFile(hash, `${folder}/${name}`);
  }
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.base.json']) hashFile(hash, name);
  return hash.digest('hex');
}

/**
 * True when the last build was made from these sources and its files are still there.
 * @param {string} hash
 */
export function isBuilt(hash) {
  if (!existsSync(STAMP)) return false;
  const stamp = JSON.parse(readFileSync(STAMP, 'utf8'));
  return stamp.hash === hash && stamp.files.every((/** @type {string} */ file) => existsSync(at(file)));
}

/**
 * @param {string} hash
 * @param {string[]} files relative to the root
 */
export const writeStamp = (hash, files) => writeWhole(STAMP, JSON.stringify({ hash, files }));

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} name
 */
function hashFile(hash, name) {
  const content = readFileSync(at(name));
  hash.update(`${name}\0${content.length}\0`).update(content);
}
