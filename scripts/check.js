// `npm run check`: every gate that needs no test run. All of them run, whatever fails; the exit code says whether one did.
import { runTool } from './lib/run.js';
import { root } from './lib/paths.js';
import { setUp } from './setup.js';

await setUp();
const { buildProgram } = await import('./build.js');
const { sizeFaults } = await import('./size.js');

const gates = {
  format: () => runTool('oxfmt', ['--check']) === 0,
  lint: () => runTool('oxlint', ['--type-aware', '--deny-warnings']) === 0,
  types: () => runTool('tsc', ['-b']) === 0,
  unused: () => runTool('knip', ['--no-progress']) === 0,
  build: async () => (await buildProgram(), true),
  package: () => runTool('publint', [root, '--strict']) === 0,
  size: () => sizeFaults().map((fault) => process.stderr.write(`${fault}\n`)).length === 0,
};

const failed = [];
for (const [name, gate] of Object.entries(gates)) {
  process.stderr.write(`\n== ${name}\n`);
  if (!(await attempt(gate))) failed.push(name);
}
process.stderr.write(failed.length === 0 ? `\nAll ${Object.keys(gates).length} gates passed.\n` : `\nFailed: ${failed.join(', ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** @param {() => boolean | Promise<boolean>} gate */
async function attempt(gate) {
  try {
    return await gate();
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    return false;
  }
}
