import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WakeLock, wakeCommand } from '../../../../src/cli/start/wake-lock.js';

const folderWith = (name: string, script: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chattrace-wake-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), script);
  chmodSync(join(folder, name), 0o755);
  return folder;
};

test('the program is the one of the system; without it there is none', () => {
  const folder = folderWith('systemd-inhibit', '');
  writeFileSync(join(folder, 'caffeinate'), '');
  chmodSync(join(folder, 'caffeinate'), 0o755);
  expect(wakeCommand('linux', { PATH: folder }, 7)?.at(-1)).toBe('cat');
  expect(wakeCommand('darwin', { PATH: folder }, 7)).toEqual([join(folder, 'caffeinate'), '-i', '-w', '7']);
  expect(wakeCommand('linux', { PATH: '/nowhere' }, 7)).toBeUndefined();
  expect(wakeCommand('win32', { PATH: folder }, 7)).toBeUndefined();
});

test.skipIf(process.platform === 'win32')(
  'runs from the first guest to the last, once, and ends with the pipe that only we hold',
  async () => {
    const folder = folderWith('awake', '#!/bin/sh\necho began >> "$1"\n/bin/cat\necho ended >> "$1"\n');
    const file = join(folder, 'log');
    const children = new Set<number>();
    let changed: () => void = () => {};
    const registry = {
      addFile: () => {},
      removeFile: () => {},
      addChild: (pid: number) => {
        children.add(pid);
        changed();
      },
      removeChild: (pid: number) => {
        children.delete(pid);
        changed();
      },
    };
    const lock = new WakeLock([join(folder, 'awake'), file], registry);
    const none = (): Promise<void> => new Promise((resolve) => (changed = () => (children.size === 0 ? resolve() : undefined)));
    lock.guests(0);
    expect(children.size).toBe(0);
    lock.guests(1);
    lock.guests(2);
    expect(children.size).toBe(1);
    const gone = none();
    lock.guests(0);
    await gone;
    expect(existsSync(file) ? readFileSync(file, 'utf8').match(/began/g)?.length : 0).toBeLessThanOrEqual(1);
    lock.guests(1);
    expect(children.size).toBe(1);
    await lock.release();
    expect(children.size).toBe(0);
  },
);

test('a program that cannot be started harms nobody', async () => {
  const lock = new WakeLock(['/nowhere/awake'], {
    addFile: () => {},
    removeFile: () => {},
    addChild: () => expect.unreachable(),
    removeChild: () => {},
  });
  lock.guests(1);
  await lock.release();
});
