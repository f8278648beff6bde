import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keptLogs } from '../../../../src/cli/cleanup/kept-logs.js';
import { findLeftovers, sweepLeftovers, type Places } from '../../../../src/cli/cleanup/leftovers.js';
import { remove, type Leftover } from '../../../../src/cli/cleanup/leftover.js';
import { sweptWords } from '../../../../src/cli/cleanup/swept-words.js';
import { childOfLivingSession, deadSocket, gone, orphan } from '../../../helpers/leftovers.js';

let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'chattrace-test-')), 'runtime');
  mkdirSync(folder, { mode: 0o700 });
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const places = (runtime = folder): Places => ({
  runtime,
  cache: join(folder, '../cache'),
  temporary: join(folder, '../tmp'),
});

const oldFile = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  utimesSync(path, 0, 0);
  return path;
};

describe('the sweep', () => {
  test('without a folder finds nothing and makes none', async () => {
    const none = join(folder, 'none');
    expect([await findLeftovers(places(none)), await sweepLeftovers(places(none))]).toEqual([[], []]);
    expect(existsSync(none)).toBe(false);
  });

  test.skipIf(process.platform === 'win32')('ends the child of a session that is gone, and removes its pid file', async () => {
    const { child, path } = await orphan(folder);
    expect(await findLeftovers(places())).toEqual([{ what: 'process', name: expect.stringMatching(`^${child.pid} `) as string }]);
    expect(existsSync(path)).toBe(true);
    expect(await sweepLeftovers(places())).toEqual([
      { what: 'process', name: expect.stringMatching(`^${child.pid} `) as string, removed: true },
      { what: 'pid file', name: path, removed: true },
    ]);
    expect(await gone(child)).toBe('SIGKILL');
    expect(readdirSync(folder)).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('leaves the child of a session that lives', async () => {
    const { child } = await childOfLivingSession(folder);
    expect([await findLeftovers(places()), await sweepLeftovers(places())]).toEqual([[], []]);
    expect(child.signalCode).toBeNull();
    expect(readdirSync(folder)).toEqual([`child-${child.pid}.json`]);
  });

  test('removes a pid file of nobody', async () => {
    const path = oldFile('child-4194303.json', 'nonsense');
    expect(await findLeftovers(places())).toEqual([{ what: 'pid file', name: path }]);
    expect(await sweepLeftovers(places())).toEqual([{ what: 'pid file', name: path, removed: true }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leaves one that is being written', async () => {
    writeFileSync(join(folder, 'child-4194303.json'), '');
    expect([await findLeftovers(places()), await sweepLeftovers(places())]).toEqual([[], []]);
    expect(readdirSync(folder)).toEqual(['child-4194303.json']);
  });

  test.skipIf(process.platform === 'win32')('removes a socket to which nobody listens, and leaves one that answers', async () => {
    const [dead, alive] = [join(folder, 'dead.sock'), join(folder, 'alive.sock')];
    await deadSocket(dead);
    const server = createServer().listen(alive);
    await once(server, 'listening');
    expect(await findLeftovers(places())).toEqual([{ what: 'socket', name: dead }]);
    expect(await sweepLeftovers(places())).toEqual([{ what: 'socket', name: dead, removed: true }]);
    expect(readdirSync(folder)).toEqual(['alive.sock']);
    server.close();
  });

  test.skipIf(process.platform === 'win32')(
    'removes the folder of a door whose session was killed, and leaves one of a session that lives',
    async () => {
      const [dead, alive] = ['chattrace-door-4194303-abcdef', `chattrace-door-${process.pid}-abcdef`];
      for (const name of [dead, alive]) mkdirSync(join(folder, name));
      writeFileSync(join(folder, dead, 'known_hosts'), 'x');
      expect(await findLeftovers(places())).toEqual([{ what: 'folder', name: join(folder, dead) }]);
      expect(await sweepLeftovers(places())).toEqual([{ what: 'folder', name: join(folder, dead), removed: true }]);
      expect(readdirSync(folder)).toEqual([alive]);
    },
  );

  test('leaves every other file', async () => {
    oldFile('notes.txt', 'mine');
    expect(await sweepLeftovers(places())).toEqual([]);
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });
});

describe('kept logs', () => {
  test('are the plain files that have the name of one', () => {
    const log = oldFile('chattrace-2031-05-07-142355-quiet-harbour.log', 'one');
    const second = oldFile('chattrace-2031-05-07-142355-quiet-harbour-2.log', 'two');
    oldFile('chattrace.log', 'not ours');
    oldFile('chattrace-2031-05-07-142355-a.log.txt', 'not ours');
    mkdirSync(join(folder, 'chattrace-2031-05-07-142355-folder.log'));
    symlinkSync(log, join(folder, 'chattrace-2031-05-07-142355-link.log'));
    expect(keptLogs(folder).toSorted()).toEqual([log, second].toSorted());
    expect(keptLogs(join(folder, 'none'))).toEqual([]);
  });
});

describe('removing', () => {
  test('believes the disk', () => {
    const path = oldFile('file', '');
    expect(remove('log', path)).toEqual({ what: 'log', name: path, removed: true });
    expect(existsSync(path)).toBe(false);
    expect(remove('log', path)).toMatchObject({ removed: true });
  });

  test('says why something is still there', () => {
    const file = oldFile('file', '');
    expect(remove('log', join(file, 'below'))).toMatchObject({ removed: false, why: 'ENOTDIR' });
  });
});

test('a start says in half a line what came of it', () => {
  const one = (what: Leftover['what'], removed = true): Leftover => ({ what, name: 'name', removed });
  expect(sweptWords([])).toBe('nothing is left of old sessions');
  expect(sweptWords([one('process'), one('pid file')])).toBe('ended 1 process of old sessions, removed 1 file of old sessions');
  expect(sweptWords([one('socket'), one('download')])).toBe('removed 2 files of old sessions');
  expect(sweptWords([one('process', false)])).toBe('1 could not be removed: see chattrace cleanup');
});
