// `npm start`: installs and builds what is missing, then is `chattrace start` itself: same process, same signals, same streams.
import { setUp } from './setup.js';

setUp();
const { buildProgram } = await import('./build.js');
if (await buildProgram()) process.stderr.write('Built CHATTrace.\n');
const { main } = await import('../dist/cli.js');
await main(['start', ...process.argv.slice(2)]);
