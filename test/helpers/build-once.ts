import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Global set-up of the suites that run the built program: builds it when it is missing or older than its sources. */
export function setup(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build.js', import.meta.url))], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
