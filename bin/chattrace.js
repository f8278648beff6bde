#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/cli.js', import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  stop(
    78,
    'This Node.js is too old for CHATTrace.',
    `found ${process.versions.node}, expected 20.19 or newer`,
    'Install a newer one: https://nodejs.org',
  );
} else if (!existsSync(program)) {
  stop(70, 'CHATTrace is not built.', 'dist/cli.js is missing', 'Run npm start, or npm run build, in the folder of CHATTrace.');
} else {
  const { main } = await import(program.href);
  await main(process.argv.slice(2));
}

function stop(exitCode, what, why, hint) {
  process.stderr.write(`error: ${what}\nwhy: ${why}\ntry: ${hint}\n`);
  process.exitCode = exitCode;
}
