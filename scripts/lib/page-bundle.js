import { createHash } from 'node:crypto';
import { build } from 'esbuild';
import { minify } from 'terser';
import { clientFile } from './client-file.js';
import { pagePackages } from './page-packages.js';
import { at, root } from './paths.js';

const SCRIPT = /\.ts$/;
/** Modules are strict, and a script is not unless it says so. */
const STRICT = '"use strict";';

/**
 * The page's script and style sheet, with their hash in the name, and integrity.json, which says what a browser must find in them; and the
 * page as one file, which is not served.
 */
export async function pageBundle() {
  const [script, client, style] = await Promise.all(['src/web/main.ts', 'src/web/client.ts', 'assets/style.css'].map(bundle));
  if (script === undefined || client === undefined || style === undefined) throw new Error('a bundle is missing');
  const files = { script: hashed('main', 'js', await smaller(script.contents)), style: hashed('style', 'css', style.contents) };
  const integrity = { script: served(files.script), style: served(files.style) };
  return {
    files: [
      ...Object.values(files).map(({ name, contents }) => ({ path: at('assets/app', name), contents })),
      { path: at('assets/app/integrity.json'), contents: Buffer.from(`${JSON.stringify(integrity, undefined, 2)}\n`) },
      { path: at('dist/client.html'), contents: Buffer.from(clientFile(client.contents, style.contents)) },
    ],
    metafile: script.metafile,
  };
}

/** @param {string} entry */
async function bundle(entry) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: at('assets/app'),
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    loader: { '.svg': 'text' },
    ...(SCRIPT.test(entry) ? { banner: { js: STRICT } } : {}),
    plugins: [pagePackages],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    tsconfigRaw: {},
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error(`${entry} gave no output`);
  return { contents: output.contents, metafile: result.metafile };
}

/**
 * By what esbuild does not do: functions and values that are used once are put where they are used. Nothing that assumes more of the code
 * than the language promises: those settings (`unsafe_*`, `pure_getters`) gain a tenth of a percent. Only for what is sent: it takes seconds.
 * @param {Uint8Array} script
 */
async function smaller(script) {
  const { code } = await minify(new TextDecoder().decode(script), {
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
