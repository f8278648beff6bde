import { build } from 'esbuild';
import { leftOut } from './left-out.js';
import { at, root } from './paths.js';

/** Some dependencies are CommonJS and `require` Node's own modules: in an ES module that name has to be made. */
const REQUIRE = "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);";

/**
 * The program for Node: dist/cli.js and a chunk for whatever is imported later. All files lie side by side, so that the package root is
 * the folder above any of them.
 */
export async function nodeBundle() {
  const result = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: at('dist'),
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    chunkNames: '[name]-[hash]',
    banner: { js: REQUIRE },
    minifyWhitespace: true,
    legalComments: 'none',
    tsconfigRaw: {},
    plugins: [leftOut],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  return { files: result.outputFiles.map(({ path, contents }) => ({ path, contents })), metafile: result.metafile };
}
