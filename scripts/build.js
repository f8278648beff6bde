// Builds the program: dist/ for Node, assets/app/ for the page. Does nothing when nothing has changed since the last build.
import { existsSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow, writeWhole } from './lib/files.js';
import { at, root } from './lib/paths.js';
import { isBuilt, sourceHash, writeStamp } from './lib/stamp.js';

const OUTPUTS = ['dist', 'assets/app'];

/** True when there was something to do. */
export async function buildProgram() {
  const hash = sourceHash();
  if (isBuilt(hash)) return false;
  const files = await bundles();
  for (const { path, contents } of files) writeWhole(path, contents);
  const names = files.map(({ path }) => relative(root, path));
  removeOthers(new Set(names));
  writeStamp(hash, names);
  return true;
}

/** esbuild is loaded only when there is something to build. */
async function bundles() {
  const { nodeBundle } = await import('./lib/node-bundle.js');
  const { pageBundle } = await import('./lib/page-bundle.js');
  const { licences } = await import('./lib/licences.js');
  const [node, page] = await Promise.all([nodeBundle(), pageBundle()]);
  const notice = { path: at('dist/THIRD-PARTY-LICENSES.txt'), contents: Buffer.from(licences([node.metafile, page.metafile])) };
  return [...node.files, ...page.files, notice];
}

/**
 * Files of earlier builds.
 * @param {Set<string>} names
 */
function removeOthers(names) {
  for (const folder of OUTPUTS.filter((output) => existsSync(at(output)))) {
    for (const file of filesBelow(at(folder))) if (!names.has(`${folder}/${file}`)) rmSync(at(folder, file), { force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const built = await buildProgram();
  process.stderr.write(built ? 'Built dist/ and assets/app/.\n' : 'dist/ and assets/app/ are up to date.\n');
}
