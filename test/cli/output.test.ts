import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folder } from '../helpers/cli.js';

const program = fileURLToPath(new URL('../../bin/chattrace.js', import.meta.url));

type Stdio = 'ignore' | 'pipe' | number;

/** Runs a command with these for stdout and stderr; what it said on those that are pipes. */
async function run(command: readonly string[], stdout: Stdio, stderr: Stdio) {
  const home = folder();
  const [file = '', ...args] = command;
  const env = { PATH: process.env['PATH'], HOME: home, XDG_STATE_HOME: home };
  const child = spawn(file, args, { cwd: home, env, stdio: ['ignore', stdout, stderr], detached: true });
  onTestFinished(() => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // All of it has ended.
    }
  });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { ...said, code };
}

const chattrace = (...args: readonly string[]): readonly string[] => [process.execPath, program, ...args];

/** A disk without space. */
const FULL = '/dev/full';

describe.skipIf(!existsSync(FULL))('a disk without space', () => {
  const full = (): number => {
    const fd = openSync(FULL, 'w');
    onTestFinished(() => closeSync(fd));
    return fd;
  };

  test.each(['config', '--help', 'doctor --json', 'start --tunnel none', 'start --tunnel none --json'])(
    'for stdout: 73 (%s)',
    async (words) => {
      const { code, err } = await run(chattrace(...words.split(' ')), full(), 'pipe');
      expect(code).toBe(73);
      if (!words.includes('--json')) expect(err).toMatch(/error\[OUTPUT_NOT_WRITTEN\]: .*\nwhy: ENOSPC/);
      expect(err).not.toContain('BUG');
    },
  );

  test('for stderr: 73, and the session ends with its reason', async () => {
    expect((await run(chattrace('start', '--tunnel', 'none'), 'pipe', full())).code).toBe(73);
    expect((await run(chattrace('start', '--port', 'x'), 'pipe', full())).code).toBe(73);
  });
});

describe.skipIf(process.platform !== 'linux')('a pipe whose reader has gone', () => {
  const piped = (reader: string, ...args: readonly string[]): readonly string[] => [
    '/bin/sh',
    '-c',
    `{ "$@"; echo "code $?" >&2; } | ${reader}`,
    'sh',
    ...chattrace('start', '--tunnel', 'none', ...args),
  ];

  test.each(['text', 'json'])('ends a session that has nothing more to say, quietly (%s)', async (form) => {
    const { code, out, err } = await run(piped('head -n 1', ...(form === 'json' ? ['--json'] : [])), 'pipe', 'pipe');
    expect(code).toBe(0);
    expect(out).toMatch(/#1\./);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toMatch(/code 0\n$/);
    expect(err).not.toContain('error[');
  });

  test('is not one whose reader stays: the session lives until its time is over', async () => {
    const { out, err } = await run(piped('cat', '--ttl', '2s', '--json'), 'pipe', 'pipe');
    expect(out).toMatch(/"event":"ready"[\s\S]*"reason":"ttl"/);
    expect(err).toMatch(/code 0\n$/);
  });
});
