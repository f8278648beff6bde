import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const RUN_MS = 10_000;
const BUSY_TRIES = 20;
const BUSY_MS = 25;

/** What `cloudflared --version` says, as 2026.9.1; `undefined`: it does not run, or is no cloudflared. */
export async function versionOf(path: string, environment: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<string | undefined> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask(path, environment, signal);
    } catch (error) {
      // A child that was forked while the program was being written has the file open for writing until it runs its own (ETXTBSY).
      if ((error as NodeJS.ErrnoException).code !== 'ETXTBSY' || tries === BUSY_TRIES) return undefined;
      await delay(BUSY_MS);
    }
  }
}

/** Rejects when the program cannot be started at all. */
const ask = (path: string, environment: NodeJS.ProcessEnv, signal: AbortSignal | undefined): Promise<string | undefined> =>
  new Promise((resolve) => {
    const options = {
      env: environment,
      timeout: RUN_MS,
      maxBuffer: 65_536,
      windowsHide: true,
      ...(signal === undefined ? {} : { signal }),
    };
    execFile(path, ['--version'], options, (error, stdout) => {
      resolve(error === null ? /^cloudflared version (\d{4}\.\d{1,2}\.\d{1,3})\b/m.exec(stdout)?.[1] : undefined);
    });
  });
