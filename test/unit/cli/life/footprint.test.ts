import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Footprint } from '../../../../src/cli/life/footprint.js';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'chattrace-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('the footprint', () => {
  test('finds on the disk what was made and is still there', () => {
    const footprint = new Footprint();
    const [gone, file, made, link] = ['gone', 'file', 'made', 'link'].map((name) => join(folder, name)) as [string, string, string, string];
    for (const path of [gone, file, made, link]) footprint.addFile(path);
    writeFileSync(file, '');
    mkdirSync(made);
    symlinkSync('nowhere', link);
    expect(footprint.filesLeft()).toEqual([file, made, link]);
  });

  test('finds the children that live, and not those that have exited', async () => {
    const footprint = new Footprint();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const pid = child.pid as number;
    footprint.addChild(pid);
    footprint.addChild(process.pid);
    footprint.removeChild(process.pid);
    expect(footprint.childrenLeft()).toEqual([pid]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(footprint.childrenLeft()).toEqual([]);
  });

  test('forgets what is gone: what has its name later is not ours', () => {
    const footprint = new Footprint();
    const path = join(folder, 'child-7.json');
    footprint.addFile(path);
    footprint.removeFile(path);
    writeFileSync(path, 'of another session');
    expect(footprint.filesLeft()).toEqual([]);
    footprint.erase();
    expect(existsSync(path)).toBe(true);
  });

  test.skipIf(process.platform === 'win32')('ends what a script has started with it', async () => {
    const footprint = new Footprint();
    // Its output ends when the last of them does.
    const child = spawn('sh', ['-c', 'sleep 600 & echo started; wait'], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    footprint.addChild(child.pid as number);
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    footprint.erase();
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  test('erases all of it', async () => {
    const footprint = new Footprint();
    const made = join(folder, 'made');
    mkdirSync(made);
    writeFileSync(join(made, 'file'), '');
    footprint.addFile(made);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    footprint.addChild(child.pid as number);
    footprint.erase();
    const [, signal] = (await once(child, 'exit')) as [unknown, string];
    expect(signal).toBe('SIGKILL');
    expect(footprint.filesLeft()).toEqual([]);
  });
});
