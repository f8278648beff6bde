import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync, copyFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, runCli, type Cli } from '../helpers/cli.js';
import { childOfLivingSession, deadSocket, gone, orphan } from '../helpers/leftovers.js';

/** Folders as a user has them. */
interface Home {
  readonly cwd: string;
  readonly runtime: string;
  readonly cache: string;
  readonly state: string;
  cleanup(...args: readonly string[]): Cli;
}

const home = (): Home => {
  const cwd = folder();
  const below = (name: string): string => {
    const path = join(cwd, name, 'chattrace');
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o700);
    return path;
  };
  const environment = { XDG_RUNTIME_DIR: join(cwd, 'run'), XDG_CACHE_HOME: join(cwd, 'cache'), TMPDIR: join(cwd, 'tmp') };
  return {
    cwd,
    runtime: below('run'),
    cache: below('cache'),
    state: below('state'),
    cleanup: (...args) => runCli(['cleanup', ...args], { cwd, environment }),
  };
};

const LOG = 'chattrace-2031-05-07-142355-main.log';
const BINARY = 'cloudflared-2026.9.1';

describe.skipIf(process.platform === 'win32')('cleanup', () => {
  test('ends an orphan, removes its pid file and a dead socket, and says each', async () => {
    const { runtime, cleanup } = home();
    const { child, path } = await orphan(runtime);
    const socket = join(runtime, 'main.sock');
    await deadSocket(socket);
    expect(readdirSync(runtime)).toHaveLength(2);
    const program = cleanup('--json');
    expect(await program.exited).toBe(0);
    expect(await gone(child)).toBe('SIGKILL');
    expect(readdirSync(runtime)).toEqual([]);
    expect(program.events).toMatchObject([
      { event: 'removed', what: 'process', name: expect.stringMatching(`^${child.pid} `) as string },
      { event: 'removed', what: 'pid file', name: path },
      { event: 'removed', what: 'socket', name: socket },
      { event: 'cleaned', removed: 3, notRemoved: 0 },
    ]);
  });

  test('removes the download of a start that was killed, and leaves one that is under way', async () => {
    const { cache, cleanup } = home();
    const [dead, alive] = [`${BINARY}.4194303-1.part`, `${BINARY}.${process.pid}-1.part`];
    for (const name of [dead, alive]) writeFileSync(join(cache, name), 'half');
    const program = cleanup('--json');
    expect(await program.exited).toBe(0);
    expect(program.events[0]).toMatchObject({ event: 'removed', what: 'download', name: join(cache, dead) });
    expect(readdirSync(cache)).toEqual([alive]);
  });

  test('never touches the child of a session that lives', async () => {
    const { runtime, cleanup } = home();
    const { child, path } = await childOfLivingSession(runtime);
    const program = cleanup('--all');
    expect(await program.exited).toBe(0);
    expect(program.stdout).toBe('Nothing to remove.\n');
    expect(existsSync(path)).toBe(true);
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    expect(() => process.kill(child.pid as number, 0)).not.toThrow();
  });

  test('keeps logs and program, and says so; --logs and --binary remove each, and nothing else there', async () => {
    const { state, cache, cleanup } = home();
    for (const path of [join(state, LOG), join(state, 'diary.txt'), join(cache, BINARY), join(cache, 'other')]) writeFileSync(path, 'x');
    const plain = cleanup();
    expect(await plain.exited).toBe(0);
    expect(plain.stdout).toMatch(
      /^Nothing to remove\.\n1 kept event log in .* cleanup --logs\nThe downloaded cloudflared .* cleanup --binary\n$/,
    );
    expect([readdirSync(state), readdirSync(cache)]).toEqual([
      [LOG, 'diary.txt'],
      [BINARY, 'other'],
    ]);
    const logs = cleanup('--logs');
    expect(await logs.exited).toBe(0);
    expect(logs.stdout).toContain(`removed  log ${join(state, LOG)}\n`);
    expect([readdirSync(state), readdirSync(cache)]).toEqual([['diary.txt'], [BINARY, 'other']]);
    const binary = cleanup('--binary', '--json');
    expect(await binary.exited).toBe(0);
    expect(binary.events[0]).toMatchObject({ event: 'removed', what: 'binary', name: join(cache, BINARY) });
    expect(readdirSync(cache)).toEqual(['other']);
  });

  test('--all removes both', async () => {
    const { state, cache, cleanup } = home();
    writeFileSync(join(state, LOG), 'x');
    writeFileSync(join(cache, BINARY), 'x');
    expect(await cleanup('--all').exited).toBe(0);
    expect([readdirSync(state), readdirSync(cache)]).toEqual([[], []]);
  });

  test('leaves the program that a living session runs: named, exit 73', async () => {
    const { runtime, cache, cleanup } = home();
    const path = join(cache, BINARY);
    copyFileSync(process.execPath, path);
    chmodSync(path, 0o700);
    const { child } = await childOfLivingSession(runtime, path);
    const program = cleanup('--binary', '--json');
    expect(await program.exited).toBe(73);
    expect(program.events).toMatchObject([
      { event: 'not-removed', what: 'binary', name: path, why: 'a session that lives uses it' },
      { event: 'error', code: 'CLEANUP_INCOMPLETE' },
      { event: 'cleaned', removed: 0, notRemoved: 1 },
    ]);
    expect(statSync(path).isFile()).toBe(true);
    expect(child.signalCode).toBeNull();
  });

  test('what cannot be removed is named as still there, exit 73', async () => {
    const { cache, cleanup } = home();
    // Whatever this is, it is no program, so it is not taken apart.
    const path = join(cache, BINARY);
    mkdirSync(path);
    const program = cleanup('--binary');
    expect(await program.exited).toBe(73);
    expect(program.stdout).toContain(`left     binary ${path}: `);
    expect(program.stderr).toContain('error[CLEANUP_INCOMPLETE]');
    expect(existsSync(path)).toBe(true);
  });

  test('makes no folder', async () => {
    const cwd = folder();
    const program = runCli(['cleanup', '--all'], {
      cwd,
      environment: { XDG_RUNTIME_DIR: join(cwd, 'run'), XDG_CACHE_HOME: join(cwd, 'cache'), TMPDIR: join(cwd, 'tmp') },
    });
    expect(await program.exited).toBe(0);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('--logs of cleanup is no setting of a session, and no value follows it', async () => {
    const program = runCli(['cleanup', '--logs', 'keep']);
    expect(await program.exited).toBe(64);
    expect(program.stderr).toContain('too many arguments');
  });
});
