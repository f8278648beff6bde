import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeDoorDir, sweepDoorDirs } from '../../../../src/adapters/tunnel/door-dir.js';

const base = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'chattrace-base-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
/** Above what any system gives to a process. */
const NOBODY = 9_999_999;

test('nobody else can read it, it is told to the registry, and it goes with all that is in it', () => {
  const files: string[] = [];
  const registry = { addFile: (path: string) => void files.push(path), addChild: () => undefined, removeChild: () => undefined };
  const { path, remove } = makeDoorDir(base(), registry);
  expect(files).toEqual([path]);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  writeFileSync(join(path, 'key'), 'x');
  remove();
  expect(existsSync(path)).toBe(false);
});

test.skipIf(process.platform === 'win32')('folders of processes that are gone are removed, and nothing else', () => {
  const folder = base();
  const kept = [`chattrace-door-${process.pid}-abc`, `chattrace-door-${process.ppid}-abc`, 'chattrace-door-x-abc', `other-${NOBODY}-abc`];
  for (const name of [...kept, `chattrace-door-${NOBODY}-abc`]) mkdirSync(join(folder, name));
  symlinkSync(join(folder, kept[0] as string), join(folder, `chattrace-door-${NOBODY}-link`));
  expect(sweepDoorDirs(folder)).toEqual([`chattrace-door-${NOBODY}-abc`]);
  expect(readdirSync(folder).toSorted()).toEqual([...kept, `chattrace-door-${NOBODY}-link`].toSorted());
});
