import {
  existsSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sweepOrphans, writePidFile, writtenChildren } from '../../src/adapters/tunnel/pid-file.js';
import { processIdentity } from '../../src/adapters/tunnel/process-identity.js';
import { findOnPath } from '../../src/adapters/tunnel/find-on-path.js';
import { bundle } from '../helpers/bundle.js';
import { startChild } from '../helpers/child.js';
import { failWith, patchFs } from '../helpers/patched-fs.js';
import { createStandIn, isRunning, standInPath } from '../helpers/stand-in.js';

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'chattrace-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

const guarded = process.platform === 'linux' && findOnPath('setpriv', process.env) !== undefined;

async function owner(environment: NodeJS.ProcessEnv) {
  const standIn = await createStandIn('works');
  const runtimeDir = join(folder(), 'run');
  const program = await bundle('tunnel-owner.ts');
  const env = { ...standIn.environment, ...environment };
  const child = startChild([process.execPath, program, 'cloudflared', JSON.stringify({ binary: { path: standInPath }, runtimeDir })], {
    cwd: tmpdir(),
    env,
  });
  const { pid } = await standIn.started(1);
  return { standIn, runtimeDir, child, pid };
}

describe('the program is killed', () => {
  test.skipIf(!guarded)('and cloudflared goes with it, where the system can do that', async () => {
    const { standIn, child } = await owner({});
    child.kill('SIGKILL');
    await standIn.ended(1);
  });

  test('and where it cannot, the next start ends cloudflared', async () => {
    const path = folder();
    symlinkSync(process.execPath, join(path, 'node'));
    const { standIn, runtimeDir, child, pid } = await owner({ PATH: path });
    expect(await sweepOrphans(runtimeDir)).toEqual([]);
    child.kill('SIGKILL');
    await child.exited;
    expect(isRunning(pid)).toBe(true);
    expect(await sweepOrphans(runtimeDir)).toEqual([{ pid, command: expect.stringContaining(`${standInPath} tunnel --config`) as string }]);
    await standIn.ended(1);
    expect(isRunning(pid)).toBe(false);
    expect(readdirSync(runtimeDir)).toEqual([]);
  });
});

interface Written {
  pid: number;
  started: string;
  command: string;
  namespace?: string;
  owner: { pid: number; started: string };
}

/** A running child whose pid file names an owner that is gone, changed by `change`. */
async function leftover(change: (file: Written) => void) {
  const file = process.execPath;
  const args = ['-e', 'setInterval(() => {}, 60000)'];
  const child = spawn(file, args, { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid as number;
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const runtimeDir = join(folder(), 'run');
  writePidFile({ pid, file, args }, runtimeDir);
  const path = join(runtimeDir, readdirSync(runtimeDir)[0] as string);
  const written = JSON.parse(readFileSync(path, 'utf8')) as Written;
  written.owner.started = 'another boot 1';
  change(written);
  writeFileSync(path, JSON.stringify(written));
  return { runtimeDir, path, pid, exited };
}

describe.skipIf(process.platform === 'win32')('the sweep', () => {
  test('ends a child whose owner is gone', async () => {
    const { runtimeDir, pid, exited } = await leftover(() => {});
    expect((await sweepOrphans(runtimeDir)).map((orphan) => orphan.pid)).toEqual([pid]);
    await exited;
  });

  const others: readonly (readonly [string, (file: Written) => void])[] = [
    ['a number that another process has got since', (file) => (file.started = `${file.started}1`)],
    ['a process with other words', (file) => (file.command = '/usr/bin/cloudflared tunnel')],
    ['a process whose words only end alike', (file) => (file.command = file.command.slice(5))],
  ];
  test.each(others)('leaves %s alone, and forgets it', async (_name, change) => {
    const { runtimeDir, path, pid } = await leftover(change);
    expect(await sweepOrphans(runtimeDir)).toEqual([]);
    expect(isRunning(pid)).toBe(true);
    expect(existsSync(path)).toBe(false);
  });

  test('leaves a child of a living session alone', async () => {
    const { runtimeDir, path, pid } = await leftover((file) => (file.owner = { pid: file.pid, started: file.started }));
    expect(await sweepOrphans(runtimeDir)).toEqual([]);
    expect(isRunning(pid)).toBe(true);
    expect(existsSync(path)).toBe(true);
  });

  test.runIf(process.platform === 'linux')('leaves a child of a session in another pid namespace alone', async () => {
    const { runtimeDir, path, pid } = await leftover((file) => {
      expect(file.namespace).toMatch(/^\d+$/);
      file.namespace = '4';
      // Of this boot; there is no such number here.
      file.owner = { pid: 4_194_303, started: file.started };
    });
    expect(await sweepOrphans(runtimeDir)).toEqual([]);
    expect(writtenChildren(runtimeDir)).toMatchObject([{ path, owned: true }]);
    expect([isRunning(pid), existsSync(path)]).toEqual([true, true]);
  });

  test.runIf(process.platform === 'linux')('forgets a session of another pid namespace of an earlier boot', async () => {
    const { runtimeDir, path } = await leftover((file) => (file.namespace = '4'));
    await sweepOrphans(runtimeDir);
    expect(existsSync(path)).toBe(false);
  });

  test.runIf(process.platform === 'linux')('ends what a script has started and left behind, and nobody else', async () => {
    const place = folder();
    const [script, numbers] = [join(place, 'script'), join(place, 'numbers')];
    // The program of a script that does not become it, and a helper of that script.
    const program = `'${process.execPath}' -e 'setInterval(() => {}, 60000)' "$@" &`;
    writeFileSync(script, `#!/bin/sh\n${program}\necho $! > '${numbers}'\nsleep 600 &\necho $! >> '${numbers}'\nread line\n`, {
      mode: 0o755,
    });
    const args = ['--', 'tunnel', '--url', 'http://127.0.0.1:4000'];
    const [child, other] = [script, '/bin/sleep'].map((file) =>
      spawn(file, file === script ? args : ['600'], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] }),
    ) as [ChildProcess, ChildProcess];
    onTestFinished(() => void other.kill('SIGKILL'));
    const exited = once(child, 'exit');
    await expect.poll(() => existsSync(numbers) && readFileSync(numbers, 'utf8').trim().split('\n').length).toBe(2);
    const started = readFileSync(numbers, 'utf8').trim().split('\n').map(Number) as [number, number];
    const running = (): readonly boolean[] => started.map(isRunning);
    onTestFinished(() => started.filter(isRunning).forEach((pid) => void process.kill(pid, 'SIGKILL')));
    // The last words of the program are there once it is itself.
    await expect.poll(() => processIdentity(started[0])?.command).toMatch(/:4000$/);
    const runtimeDir = join(place, 'run');
    writePidFile({ pid: child.pid as number, file: script, args }, runtimeDir);
    const path = join(runtimeDir, readdirSync(runtimeDir)[0] as string);
    child.kill('SIGKILL');
    await exited;
    expect(running()).toEqual([true, true]);
    expect(await sweepOrphans(runtimeDir)).toEqual([]);
    const written = JSON.parse(readFileSync(path, 'utf8')) as Written;
    writeFileSync(path, JSON.stringify({ ...written, owner: { pid: written.owner.pid, started: 'another boot 1' } }));
    expect(writtenChildren(runtimeDir)).toMatchObject([{ owned: false, child: { pid: started[0] } }]);
    expect((await sweepOrphans(runtimeDir)).map(({ pid }) => pid)).toEqual(started);
    await expect.poll(running).toEqual([false, false]);
    expect([existsSync(path), isRunning(other.pid as number)]).toEqual([false, true]);
  });

  test('skips a file that another start removes at the same moment', async () => {
    const runtimeDir = join(folder(), 'run');
    mkdirSync(runtimeDir, { mode: 0o700 });
    patchFs(
      'readdirSync',
      (path) => path === runtimeDir,
      () => ['child-77.json'],
    );
    expect(writtenChildren(runtimeDir)).toEqual([]);
    expect(await sweepOrphans(runtimeDir)).toEqual([]);
  });

  test('removes what has the name of a pid file and is none', async () => {
    const runtimeDir = join(folder(), 'run');
    mkdirSync(join(runtimeDir, 'child-77.json', 'in it'), { recursive: true, mode: 0o700 });
    utimesSync(join(runtimeDir, 'child-77.json'), 1_000, 1_000);
    symlinkSync('nowhere', join(runtimeDir, 'child-78.json'));
    lutimesSync(join(runtimeDir, 'child-78.json'), 1_000, 1_000);
    expect(await sweepOrphans(runtimeDir)).toEqual([]);
    expect(readdirSync(runtimeDir)).toEqual([]);
  });

  test('removes one of its own that it may not read', async () => {
    const { runtimeDir, path, pid } = await leftover(() => {});
    utimesSync(path, 1_000, 1_000);
    patchFs('readFileSync', (file) => file === path, failWith('EACCES'));
    expect(await sweepOrphans(runtimeDir)).toEqual([]);
    expect([existsSync(path), isRunning(pid)]).toEqual([false, true]);
  });

  test.each(['EMFILE', 'EIO'])('leaves one that cannot be read at this moment (%s)', async (code) => {
    const { runtimeDir, path, pid } = await leftover(() => {});
    utimesSync(path, 1_000, 1_000);
    patchFs('readFileSync', (file) => file === path, failWith(code));
    expect(await sweepOrphans(runtimeDir)).toEqual([]);
    expect([existsSync(path), isRunning(pid)]).toEqual([true, true]);
  });

  test.runIf(process.platform === 'linux')('leaves one whose session cannot be looked at at this moment', async () => {
    const { runtimeDir, path, pid } = await leftover(() => {});
    patchFs('readFileSync', (file) => file.startsWith('/proc/'), failWith('EMFILE'));
    expect(await sweepOrphans(runtimeDir)).toEqual([]);
    expect(writtenChildren(runtimeDir)).toMatchObject([{ path, owned: true }]);
    expect([existsSync(path), isRunning(pid)]).toEqual([true, true]);
  });

  test.each(['', '{', '{"pid":1,"started":"x","command":"y","owner":{"pid":2,"started":"z"}}', '[]', 'null', '{"pid":-5}'])(
    'forgets an old file that says nothing it can use: %s',
    async (text) => {
      const runtimeDir = join(folder(), 'run');
      mkdirSync(runtimeDir, { mode: 0o700 });
      const path = join(runtimeDir, 'child-77.json');
      writeFileSync(path, text);
      utimesSync(path, 1_000, 1_000);
      expect(await sweepOrphans(runtimeDir)).toEqual([]);
      expect(existsSync(path)).toBe(false);
    },
  );

  test('believes nothing in a folder that others can write to', async () => {
    const { path, pid } = await leftover(() => {});
    const shared = join(folder(), 'shared');
    mkdirSync(shared);
    const copy = join(shared, 'child-1.json');
    writeFileSync(copy, readFileSync(path));
    expect(await sweepOrphans(shared)).toEqual([]);
    expect(isRunning(pid)).toBe(true);
    expect(existsSync(copy)).toBe(true);
  });
});
