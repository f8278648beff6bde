// `npm start`: installs and builds what is missing, then is `chattrace start` itself: same process, same signals, same streams.
import { at } from './lib/paths.js';
import { setUp } from './setup.js';

await setUp();
const { buildProgram } = await import('./build.js');
if (await buildProgram()) process.stderr.write('Built CHATTrace.\n');

// Hints name the program as it can be called again; this script is not it.
process.argv[1] = at('bin/chattrace.js');
const { main } = await import('../dist/cli.js');
await main(['start', ...process.argv.slice(2)]);
