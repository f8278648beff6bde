import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { folder, runCli } from '../helpers/cli.js';
import { isRunning } from '../helpers/stand-in.js';

test.skipIf(process.platform === 'win32')('a cloudflared that hangs on --version holds up no end, and does not outlive it', async () => {
  const cwd = folder();
  const [bin, mark] = [join(cwd, 'bin'), join(cwd, 'pid')];
  mkdirSync(bin);
  writeFileSync(join(bin, 'cloudflared'), `#!/bin/sh\ntrap '' TERM INT HUP\necho $$ > '${mark}'\nsleep 600\nsleep 600\n`, { mode: 0o755 });
  const environment = { PATH: [bin, process.env['PATH']].join(delimiter), XDG_CACHE_HOME: join(cwd, 'cache') };
  const session = runCli(['start', '--json', '--no-input'], { cwd, environment });
  await session.event(({ event, state }) => event === 'tunnel' && state === 'resolving');
  await expect.poll(() => existsSync(mark) && readFileSync(mark, 'utf8') !== '', { timeout: 20_000 }).toBe(true);
  const pid = Number(readFileSync(mark, 'utf8'));
  onTestFinished(() => {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
  const began = performance.now();
  session.kill('SIGINT');
  expect(await session.exited).toBe(0);
  // The promise of every end with a door; without this the program's own 10 s count.
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(isRunning(pid)).toBe(false);
});
