import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stateFolder, writeLogFile } from '../../../../src/cli/life/log-file.js';
import { ChatError } from '../../../../src/protocol/chat-error.js';

const at = Date.UTC(2031, 4, 7, 14, 23, 55, 120);
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'chattrace-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const failure = (run: () => unknown): unknown => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('the log file', () => {
  test('is a new file in the folder, for its owner only, and holds the lines', () => {
    const inside = join(folder, 'a', 'b');
    const path = writeLogFile(inside, 'quiet-harbour', at, ['one', 'two']);
    expect(path).toBe(join(inside, 'chattrace-2031-05-07-142355-quiet-harbour.log'));
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(inside).mode & 0o777).toBe(0o700);
  });

  test('is never one that is there', () => {
    const first = writeLogFile(folder, 'room', at, ['first']);
    const second = writeLogFile(folder, 'room', at, ['second']);
    expect(second).not.toBe(first);
    expect(readFileSync(first, 'utf8')).toBe('first\n');
    expect(readFileSync(second, 'utf8')).toBe('second\n');
  });

  test('stays in its folder whatever the name is', () => {
    const path = writeLogFile(folder, '../../etc/\u001b[2Jpasswd \u202e', at, []);
    expect(path).toBe(join(folder, 'chattrace-2031-05-07-142355--etc-2Jpasswd-.log'));
  });

  test('that cannot be written is an error of its own, and leaves nothing', () => {
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    const error = failure(() => writeLogFile(join(blocked, 'inside'), 'room', at, ['one']));
    expect(error).toBeInstanceOf(ChatError);
    expect(error).toMatchObject({ code: 'LOG_NOT_WRITTEN', exitCode: 73 });
    expect((error as ChatError).why).toContain('ENOTDIR');
  });

  test('gives up when every name it may take is taken', () => {
    mkdirSync(folder, { recursive: true });
    for (let n = 0; n < 20; n += 1) writeLogFile(folder, 'room', at, []);
    expect(failure(() => writeLogFile(folder, 'room', at, ['one']))).toMatchObject({ code: 'LOG_NOT_WRITTEN' });
    expect(readdirSync(folder)).toHaveLength(20);
  });
});

const linux = (env: NodeJS.ProcessEnv): string => stateFolder('linux', env, '/home/ana');

describe('the folder for what outlasts a session', () => {
  test.each([
    ['Linux', linux({}), '/home/ana/.local/state/chattrace'],
    ['Linux with XDG_STATE_HOME', linux({ XDG_STATE_HOME: '/var/ana' }), '/var/ana/chattrace'],
    ['Linux with a relative XDG_STATE_HOME', linux({ XDG_STATE_HOME: 'state' }), '/home/ana/.local/state/chattrace'],
    ['macOS', stateFolder('darwin', {}, '/Users/ana'), '/Users/ana/Library/Application Support/chattrace'],
    ['Windows', stateFolder('win32', { LOCALAPPDATA: '/local' }, '/Users/ana'), '/local/chattrace'],
    ['Windows without LOCALAPPDATA', stateFolder('win32', {}, '/Users/ana'), '/Users/ana/AppData/Local/chattrace'],
  ])('on %s', (_, path, expected) => {
    expect(path).toBe(expected);
  });
});
