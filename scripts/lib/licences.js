import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { at } from './paths.js';

const LICENCE = /^(licen[cs]e|copying)([.-]|$)/i;

/**
 * The licences of every package of which something is in a bundle.
 * @param {import('esbuild').Metafile[]} metafiles
 */
export function licences(metafiles) {
  const folders = new Set(metafiles.flatMap((metafile) => inBundle(metafile).flatMap(packageFolder)));
  const parts = [...folders].toSorted().map(licenceOf);
  return `CHATTrace (LICENSE) contains these packages.\n\n${parts.join('\n')}`;
}

/** @param {import('esbuild').Metafile} metafile */
function inBundle(metafile) {
  return Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
}

/**
 * `node_modules/@a/b/node_modules/c/x.js` → [`node_modules/@a/b/node_modules/c`]
 * @param {string} path
 */
function packageFolder(path) {
  const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return folder === undefined ? [] : [folder];
}

/** @param {string} folder */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(at(folder, 'package.json'), 'utf8'));
  const file = existsSync(at(folder)) ? readdirSync(at(folder)).find((entry) => LICENCE.test(entry)) : undefined;
  const text = file === undefined ? '' : `\n${readFileSync(at(folder, file), 'utf8').trim()}\n`;
  return `${'-'.repeat(80)}\n${name} ${version} (${license})\n${text}`;
}
