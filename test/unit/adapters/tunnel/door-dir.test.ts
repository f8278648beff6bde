import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeDoorDir, staleDoorDirs, sweepDoorDirs } from '../../../../src/adapters/tunnel/door-dir.js';
import { pidNamespace } from '../../../../src/adapters/tunnel/process-identity.js';
import { Children } from '../../../helpers/door-watch.js';

const base = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'chattrace-base-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
/** Above what any system gives to a process. */
const NOBODY = 9_999_999;

test('nobody else can read it, it is told to the registry, and it goes with all that is in it', () => {
  const registry = new Children();
  const { path, remove } = makeDoorDir(base(), registry);
  expect([registry.files, registry.gone]).toEqual([[path], []]);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  writeFileSync(join(path, 'key'), 'x');
  remove();
  expect(existsSync(path)).toBe(false);
  expect(registry.gone).toEqual([path]);
});

test.skipIf(process.platform === 'win32')('folders of processes that are gone are removed, and nothing else', () => {
  const folder = base();
  const kept = [`chattrace-door-${process.pid}-abc`, `chattrace-door-${process.ppid}-abc`, 'chattrace-door-x-abc', `other-${NOBODY}-abc`];
  for (const name of [...kept, `chattrace-door-${NOBODY}-abc`]) mkdirSync(join(folder, name));
  symlinkSync(join(folder, kept[0] as string), join(folder, `chattrace-door-${NOBODY}-link`));
  expect(sweepDoorDirs(folder)).toEqual([`chattrace-door-${NOBODY}-abc`]);
  expect(readdirSync(folder).toSorted()).toEqual([...kept, `chattrace-door-${NOBODY}-link`].toSorted());
});

test.runIf(process.platform === 'linux')('a folder of another pid namespace is left alone, whose numbers mean nothing here', () => {
  const folder = base();
  const [ours, theirs] = [`chattrace-door-${NOBODY}-${pidNamespace()}-abcdef`, `chattrace-door-${NOBODY}-4-abcdef`];
  for (const name of [ours, theirs]) mkdirSync(join(folder, name));
  expect(sweepDoorDirs(folder)).toEqual([ours]);
  expect(readdirSync(folder)).toEqual([theirs]);
  expect(makeDoorDir(folder).path).toMatch(new RegExp(`/chattrace-door-${process.pid}-${pidNamespace()}-\\w+$`));
});

test('where there is no folder there are none', () => {
  const folder = base();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect([staleDoorDirs(file), staleDoorDirs(join(folder, 'none'))]).toEqual([[], []]);
});
