// `npm run soak`: the property and fault suites with many more rounds than `npm test` gives them. Takes long; not for CI.
import { runTool } from './lib/run.js';
import { setUp } from './setup.js';

await setUp();
const env = { ...process.env, CHATTRACE_TEST_SCALE: process.env.CHATTRACE_TEST_SCALE ?? '50' };
const suites = ['--project', 'property', '--project', 'fault', '--testTimeout', String(3_600_000)];
process.exitCode = runTool('vitest', ['run', '--config', 'test/vitest.config.ts', ...suites, ...process.argv.slice(2)], { env });
