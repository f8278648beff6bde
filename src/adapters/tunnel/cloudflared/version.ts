import { execFile } from 'node:child_process';

const RUN_MS = 10_000;

/** What `cloudflared --version` says, as 2026.9.1; `undefined`: it does not run, or is no cloudflared. */
export const versionOf = (path: string, environment: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<string | undefined> =>
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
