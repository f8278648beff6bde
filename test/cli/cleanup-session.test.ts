import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folder, runCli, type Cli } from '../helpers/cli.js';
import { isRunning } from '../helpers/stand-in.js';

/** Says nothing, so that it does not end because nobody hears it any more; the door waits for it. */
const QUIET = `#!/usr/bin/env node
if (process.argv.includes('--version')) console.log('cloudflared version 2026.9.1 (built 2026-09-11-10:02 UTC)');
else setInterval(() => {}, 1000);
`;

/** A session with a door whose program ends with it only when it is told to: nothing on its PATH can tie the two together. */
interface Scene {
  readonly session: Cli;
  /** Number of the door's program. */
  readonly child: number;
  readonly pidFiles: () => readonly string[];
  run(...args: readonly string[]): Cli;
}

const scene = async (): Promise<Scene> => {
  const cwd = folder();
  const path = join(cwd, 'path');
  mkdirSync(path);
  symlinkSync(process.execPath, join(path, 'node'));
  // The name of a socket is short, so it must not stand deep.
  const runtime = mkdtempSync(join(tmpdir(), 'chattrace-run-'));
  onTestFinished(() => rmSync(runtime, { recursive: true, force: true }));
  const environment = {
    PATH: path,
    XDG_RUNTIME_DIR: runtime,
    XDG_CACHE_HOME: join(cwd, 'cache'),
    TMPDIR: join(cwd, 'tmp'),
    CHATTRACE_CLOUDFLARED: join(cwd, 'cloudflared'),
  };
  mkdirSync(environment.TMPDIR);
  writeFileSync(environment.CHATTRACE_CLOUDFLARED, QUIET, { mode: 0o700 });
  const run = (...args: readonly string[]): Cli => runCli(args, { cwd, environment });
  const pidFiles = (): readonly string[] =>
    readdirSync(runtime, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('child-'));
  const session = run('start', '--json', '--no-input', '--tunnel', 'cloudflared');
  await expect.poll(pidFiles, { timeout: 20_000 }).toHaveLength(1);
  const [name = ''] = pidFiles();
  const { pid } = JSON.parse(readFileSync(join(runtime, name), 'utf8')) as { pid: number };
  onTestFinished(() => {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
  return { session, child: pid, pidFiles, run };
};

describe.skipIf(process.platform === 'win32')('beside a session that lives', () => {
  test('cleanup touches nothing of it, and the doctor finds nothing', async () => {
    const { session, child, pidFiles, run } = await scene();
    const before = pidFiles();
    const cleanup = run('cleanup', '--all', '--json');
    expect(await cleanup.exited).toBe(0);
    expect(cleanup.events).toMatchObject([{ event: 'cleaned', removed: 0 }]);
    const doctor = run('doctor', '--json');
    await doctor.exited;
    expect(doctor.events.find(({ check }) => check === 'leftovers')).toMatchObject({ state: 'ok' });
    expect([pidFiles(), isRunning(child)]).toEqual([before, true]);
    session.kill('SIGINT');
    expect(await session.exited).toBe(0);
    expect([pidFiles(), isRunning(child)]).toEqual([[], false]);
  });
});

describe.skipIf(process.platform === 'win32')('after a session that was killed', () => {
  test('the doctor finds what it left, and cleanup ends it', async () => {
    const { session, child, pidFiles, run } = await scene();
    session.kill('SIGKILL');
    await session.exited;
    expect([pidFiles().length, isRunning(child)]).toEqual([1, true]);
    const doctor = run('doctor', '--json');
    expect(await doctor.exited).toBe(69);
    expect(doctor.events.find(({ check }) => check === 'leftovers')).toMatchObject({ state: 'problem', details: { processes: 1 } });
    expect(isRunning(child)).toBe(true);
    const cleanup = run('cleanup', '--json');
    expect(await cleanup.exited).toBe(0);
    expect(cleanup.events).toMatchObject([{ what: 'process' }, { what: 'pid file' }, { event: 'cleaned', removed: 2, notRemoved: 0 }]);
    expect([pidFiles(), isRunning(child)]).toEqual([[], false]);
  });

  test('the next start ends what it left, and says so', async () => {
    const { session, child, pidFiles, run } = await scene();
    session.kill('SIGKILL');
    await session.exited;
    const next = run('start', '--no-input', '--tunnel', 'none', '--ttl', '1s');
    expect(await next.exited).toBe(0);
    expect(next.stderr).toMatch(/^cleanup +ended 1 process of old sessions, removed 1 file of old sessions$/m);
    expect([pidFiles(), isRunning(child)]).toEqual([[], false]);
  });
});
