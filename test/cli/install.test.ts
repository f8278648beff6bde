import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createBox, type Box } from '../helpers/box.js';
import { startChild, type Child } from '../helpers/child.js';
import { hasPty, openPty } from '../helpers/pty.js';
import { root } from '../helpers/session-process.js';

/** Two packages for every machine, one for another. */
const LOCK = {
  packages: { '': {}, 'node_modules/a': {}, 'node_modules/b': {}, 'node_modules/c': { optional: true, os: ['none'], cpu: ['none'] } },
};

/** An npm that takes its time, tidies up when it hears a signal, and ends. */
const SLOW = `process.on('SIGINT', () => end('SIGINT')).on('SIGTERM', () => end('SIGTERM')).on('SIGHUP', () => end('SIGHUP'));
const end = (signal) => { console.error('npm heard ' + signal); setTimeout(() => process.exit(1), 50); };`;
const STUBBORN = `for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => console.error('npm heard ' + signal));`;

/** A clone in which nothing is installed, and an npm that does `act`. */
function clone(act: string): { readonly box: Box; readonly env: NodeJS.ProcessEnv } {
  const box = createBox();
  cpSync(join(root, 'scripts'), join(box.cwd, 'scripts'), { recursive: true });
  writeFileSync(join(box.cwd, 'package.json'), '{"type":"module"}');
  writeFileSync(join(box.cwd, 'package-lock.json'), JSON.stringify(LOCK));
  const bin = join(box.root, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'npm'), `#!/usr/bin/env node\nsetInterval(() => {}, 1e6);\n${act}\nconsole.error('npm ' + process.argv[2]);\n`);
  chmodSync(join(bin, 'npm'), 0o755);
  return { box, env: { ...box.env, PATH: `${bin}${delimiter}${box.env['PATH'] ?? ''}` } };
}

const setUp = async (act: string): Promise<{ readonly box: Box; readonly child: Child }> => {
  const { box, env } = clone(act);
  const child = startChild([process.execPath, 'scripts/setup.js'], { cwd: box.cwd, env });
  await child.err.until(/npm ci\n/);
  return { box, child };
};

describe.skipIf(process.platform !== 'linux')('the installation', () => {
  test('says how many packages it installs, and that they could not be installed', async () => {
    const { child } = await setUp(`console.log('added 2 packages'); setImmediate(() => process.exit(3));`);
    expect(await child.exited).toBe(69);
    expect(child.err.text).toContain('Installing 2 packages, about half a minute (once)\n');
    expect(child.err.text).not.toMatch(/^added /mu);
    expect(child.err.text).toContain('error: The packages could not be installed.\n');
    expect(child.out.text).toBe('');
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ended by %s waits for npm and exits with %d', async (signal, code) => {
    const { box, child } = await setUp(SLOW);
    child.kill(signal);
    // A terminal and the npm above send the same signal both.
    child.kill(signal);
    expect(await child.exited).toBe(code);
    expect(child.err.text).toMatch(new RegExp(`Stopping the installation…\nnpm heard ${signal}\n$`));
    expect(box.running()).toEqual([]);
  });

  test('an npm that goes on is killed after a while', async () => {
    const { box, child } = await setUp(STUBBORN);
    child.kill('SIGINT');
    expect(await child.exited).toBe(130);
    expect(box.running()).toEqual([]);
  });

  test('a second signal kills it at once', async () => {
    const { box, child } = await setUp(STUBBORN);
    child.kill('SIGINT');
    await child.err.until(/npm heard SIGINT/);
    child.kill('SIGTERM');
    expect(await child.exited).toBe(130);
    expect(box.running()).toEqual([]);
  });

  test.skipIf(!hasPty)('in a terminal: the line moves, and Ctrl+C stops it', async () => {
    const { box, env } = clone(SLOW);
    const pty = await openPty([process.execPath, 'scripts/setup.js'], { cwd: box.cwd, env });
    onTestFinished(() => pty[Symbol.asyncDispose]());
    await pty.until(/half a minute \(once\)(?:npm ci\s+)?\.\./);
    pty.type('\u0003');
    expect(await pty.exited).toBe(130);
    expect(pty.text).toContain('Stopping the installation…');
    expect(pty.text.match(/npm heard/g)).toHaveLength(1);
    // The program that made the terminal needs a moment longer.
    await expect.poll(() => box.running()).toEqual([]);
  });
});
