// `npm run soak`: the property and fault suites with many more rounds than `npm test` gives them, every state of the page in each language and
// look, and a room of 50 members for ten minutes (test/soak; CHATTRACE_SOAK_MINUTES, _MEMBERS, _MESSAGES and _CHURN a second change it). Takes
// long; not for CI. Arguments go to vitest.
import { runTool } from './lib/run.js';
import { setUp } from './setup.js';

await setUp();
const env = { ...process.env, CHATTRACE_SOAK: '1', CHATTRACE_TEST_SCALE: process.env.CHATTRACE_TEST_SCALE ?? '50' };
const suites = ['property', 'mocked', 'fault', 'soak'].flatMap((name) => ['--project', name]);
const args = ['run', '--config', 'test/vitest.config.ts', ...suites, '--testTimeout', String(3_600_000), ...process.argv.slice(2)];
process.exitCode = runTool('vitest', args, { env });
