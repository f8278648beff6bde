// `npm test`: installs and builds what is missing, then runs every suite. Arguments go to vitest: npm test -- test/unit
import { provideTestTools } from './lib/test-tools.js';
import { runTool } from './lib/run.js';
import { setUp } from './setup.js';

await setUp();
provideTestTools();
const { buildProgram } = await import('./build.js');
await buildProgram();
process.exitCode = runTool('vitest', ['run', '--config', 'test/vitest.config.ts', ...process.argv.slice(2)]);
