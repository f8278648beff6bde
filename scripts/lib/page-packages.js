import { readFileSync } from 'node:fs';
import { at } from './paths.js';

/** Calls of ts-mls that make a coder of coders, and do nothing else. The package does not say so, and unused ones would stay. */
const MAKERS = new RegExp(
  String.raw`\b(?:encode|(?:map|flatMap|or)Decoders?(?:Option)?|contramapBufferEncoders?|(?:open)?[eE]numNumber(?:ToKey|Encoder)` +
    String.raw`|(?:varLenType|optional|(?:base64|number)Record|bigintMap)Encoder|decode(?:VarLenType|Optional|(?:Base64|Number)Record|BigintMap))\(`,
  'g',
);
/** At the top of a file, from its first character to its last. */
const CONSTANT = /^(?:export )?const [^]*?;\n(?=\S|$)/gm;

/** The constants of SHA-2, as the package lists them: nothing but numbers, in any notation. */
const SHA256_LIST = /(const SHA256_K = .*)Uint32Array\.from\(\[[\s\dxa-f,]+\]\);/;
const SHA512_LIST = /(const K512 = .*)\[[\s\dxa-f,']+\]\.map\(n => BigInt\(n\)\)/;

/** In one line, as these packages are written. */
const THROWN = /\bthrow new (\w*Error)\(.*\);$/gm;
const RETURNED = /\bnew (\w*Error)\((?:"[^"\\\n]*"|'[^'\\\n]*')\)/g;

/**
 * Makes the packages of the page small. What they do stays as it is; the texts of their errors, which a page shows to nobody, are left out:
 * an error says its kind. The program for Node has the packages as they are.
 * @type {import('esbuild').Plugin}
 */
export const pagePackages = {
  name: 'page-packages',
  setup(build) {
    build.onResolve({ filter: /^tweetnacl$/ }, ({ path }) => ({ path, namespace: 'page-packages' }));
    build.onLoad({ filter: /./, namespace: 'page-packages' }, () => ({
      contents: `export { pageNacl as default } from './src/crypto/page-nacl.ts';`,
      resolveDir: at(),
    }));
    build.onLoad({ filter: /[\\/]node_modules[\\/](?:ts-mls|@noble)[\\/].*\.js$/ }, ({ path }) => ({ contents: small(path) }));
  },
};

/** @param {string} path */
function small(path) {
  const text = (/[\\/]sha2\.js$/.test(path) ? withComputed : String)(readFileSync(path, 'utf8'))
    .replace(THROWN, 'throw new $1();')
    .replace(RETURNED, 'new $1()');
  return /[\\/]ts-mls[\\/]/.test(path) ? text.replace(CONSTANT, (constant) => constant.replace(MAKERS, '/* @__PURE__ */ $&')) : text;
}

/**
 * The constants of SHA-2 are computed (test/unit/crypto/sha2-constants.test.ts: to the same).
 * @param {string} text
 */
function withComputed(text) {
  if (!SHA256_LIST.test(text) || !SHA512_LIST.test(text)) throw new Error('the constants of SHA-2 are not where they were');
  const from = JSON.stringify(at('src/crypto/sha2-constants.ts'));
  const computed = `import { cubeRootFractions } from ${from};\nconst CONSTANTS = /* @__PURE__ */ cubeRootFractions();\n`;
  const short = text.replace(SHA256_LIST, '$1Uint32Array.from(CONSTANTS.slice(0, 64), (n) => Number(n >> 32n));');
  return computed + short.replace(SHA512_LIST, '$1CONSTANTS');
}
