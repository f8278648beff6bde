import { createHash } from 'node:crypto';
import { build } from 'esbuild';
import { minify } from 'terser';
import { clientFile } from './client-file.js';
import { pageLeftOut } from './page-left-out.js';
import { pagePackages } from './page-packages.js';
import { fetchedParts, isPart, partName, partText, sharedModules, SharedNames } from './page-parts.js';
import { partTree } from './part-tree.js';
import { at, root } from './paths.js';

const SCRIPT = /\.ts$/;
/** Modules are strict, and a script is not unless it says so. */
const STRICT = '"use strict";';

/**
 * The page's script, its parts and its style sheet, with their hash in the name, and integrity.json, which says what a browser must find in
 * them; and the page as one file, which is not served.
 */
export async function pageBundle() {
  const [script, client, style] = await Promise.all([servedScript(), bundle('src/web/client.ts'), bundle('assets/style.css')]);
  const files = { script: hashed('main', 'js', await smaller(script.contents)), style: hashed('style', 'css', style.contents) };
  const integrity = { script: served(files.script), style: served(files.style), parts: script.parts.map(served) };
  return {
    files: [
      ...[...Object.values(files), ...script.parts].map(({ name, contents }) => ({ path: at('assets/app', name), contents })),
      { path: at('assets/app/integrity.json'), contents: Buffer.from(`${JSON.stringify(integrity, undefined, 2)}\n`) },
      { path: at('dist/client.html'), contents: Buffer.from(clientFile(client.contents, style.contents)) },
    ],
    metafile: client.metafile,
  };
}

/** The script, and the parts that it and they fetch by name and hash: what each has itself is known before any is built. */
async function servedScript() {
  const tree = await partTree('src/web/main.ts', (entry, host) => bundle(entry, aside(entry, host), false));
  const { parts, plugin } = await builtParts(tree);
  return { ...(await bundle(tree.entry, [plugin])), parts: parts.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
}

/**
 * All parts below a script, and what makes it fetch them. One after the other: the names that they share must not depend on which is faster.
 * @param {import('./part-tree.js').Tree} tree
 */
async function builtParts({ entry, script, children }) {
  const shared = new SharedNames();
  const named = new Map();
  const parts = [];
  for (const child of children) {
    const below = await builtParts(child);
    const text = partText(await bundle(child.entry, [sharedModules(script), below.plugin]), child.entry, shared);
    const name = partName(child.entry);
    const output = hashed(name, 'js', await smaller(Buffer.from(text), true));
    named.set(name, served(output));
    parts.push(...below.parts, output);
  }
  return { parts, plugin: fetchedParts(entry, named, shared) };
}

/**
 * A script without what it fetches, and without what is there when it comes.
 * @param {string} entry
 * @param {import('./page-parts.js').Script | undefined} host
 */
const aside = (entry, host) => [...(host === undefined ? [] : [sharedModules(host)]), fetchedParts(entry)];

/**
 * @param {string} entry
 * @param {readonly import('esbuild').Plugin[]} plugins
 * @param {boolean} small
 */
async function bundle(entry, plugins = [], small = true) {
  const result = await build({ ...options(entry, [...plugins, pageLeftOut, pagePackages]), minify: small });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error(`${entry} gave no output`);
  return { contents: output.contents, metafile: result.metafile };
}

/**
 * @param {string} entry
 * @param {import('esbuild').Plugin[]} plugins
 */
const options = (entry, plugins) =>
  /** @satisfies {import('esbuild').BuildOptions} */ ({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: at('assets/app'),
    bundle: true,
    platform: 'browser',
    format: isPart(entry) ? 'esm' : 'iife',
    target: 'es2022',
    loader: { '.svg': 'text' },
    ...(SCRIPT.test(entry) && !isPart(entry) ? { banner: { js: STRICT } } : {}),
    plugins,
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    tsconfigRaw: {},
    metafile: true,
    write: false,
    logLevel: 'warning',
  });

/**
 * By what esbuild does not do: functions and values that are used once are put where they are used. Nothing that assumes more of the code
 * than the language promises: those settings (`unsafe_*`, `pure_getters`) gain a tenth of a percent. Only for what is sent: it takes seconds.
 * @param {Uint8Array} script
 * @param {boolean} isModule
 */
async function smaller(script, isModule = false) {
  const { code } = await minify(new TextDecoder().decode(script), {
    module: isModule,
    ecma: 2020,
    compress: { ecma: 2020, passes: 2 },
    format: { comments: false },
  });
  if (code === undefined) throw new Error('the script came to nothing');
  return Buffer.from(code);
}

/**
 * @param {string} name
 * @param {string} extension
 * @param {Uint8Array} contents
 */
function hashed(name, extension, contents) {
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 12);
  return { name: `${name}.${hash}.${extension}`, contents };
}

/** @param {{ name: string, contents: Uint8Array }} file */
const served = ({ name, contents }) => ({ file: name, integrity: `sha384-${createHash('sha384').update(contents).digest('base64')}` });
