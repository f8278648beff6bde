import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CloudflaredBinary } from '../../../../src/adapters/tunnel/cloudflared/binary.js';
import { checkClock } from '../../../../src/cli/doctor/check-clock.js';
import { checkCloudflared } from '../../../../src/cli/doctor/check-cloudflared.js';
import { checkFolder } from '../../../../src/cli/doctor/check-folder.js';
import { checkLeftovers } from '../../../../src/cli/doctor/check-leftovers.js';
import { checkCore, checkSwap } from '../../../../src/cli/doctor/check-memory.js';
import { checkNameServer } from '../../../../src/cli/doctor/check-name-server.js';
import { checkNetwork } from '../../../../src/cli/doctor/check-network.js';
import { checkNode, NODE_LEAST } from '../../../../src/cli/doctor/check-node.js';
import { checkPort } from '../../../../src/cli/doctor/check-port.js';
import { checkProgram, otherDoors, type OtherDoor } from '../../../../src/cli/doctor/check-program.js';
import { checkTerminal, type TerminalFacts } from '../../../../src/cli/doctor/check-terminal.js';
import { ChatError } from '../../../../src/protocol/chat-error.js';
import { readText } from '../../../helpers/markdown-table.js';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'chattrace-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('node', () => {
  test('the least version is that of package.json', () => {
    expect(JSON.parse(readText('package.json'))).toMatchObject({ engines: { node: `>=${NODE_LEAST}` } });
  });

  test.each([
    ['20.19.0', 'ok'],
    ['20.20.1', 'ok'],
    ['22.0.0', 'ok'],
    ['100.0.0', 'ok'],
    ['20.18.3', 'problem'],
    ['18.99.99', 'problem'],
  ])('%s is %s', (version, state) => {
    const finding = checkNode(version, 'linux x64');
    expect(finding.state).toBe(state);
    expect(finding.fix === undefined).toBe(state === 'ok');
  });
});

describe('port', () => {
  test('a free one can be opened and reached, and is closed again', async () => {
    const { state, details } = await checkPort(0);
    expect(state).toBe('ok');
    expect(await checkPort(details?.['port'] as number)).toMatchObject({ state: 'ok', details });
  });

  test('one in use is a problem', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await checkPort(port)).toMatchObject({
      state: 'problem',
      details: { code: 'EADDRINUSE' },
      fix: expect.stringContaining('--port') as string,
    });
    server.close();
  });
});

describe('network', () => {
  const ways =
    (...given: readonly string[]) =>
    async (family: string) =>
      given.includes(family);

  test.each([
    ['both', ways('udp4', 'udp6'), ['198.51.100.7'], 'ok', 'IPv4 and IPv6'],
    ['IPv6 alone', ways('udp6'), ['2001:db8::7'], 'ok', 'by IPv6'],
    ['a network without a way out', ways(), ['198.51.100.7'], 'problem', 'no way to the Internet'],
    ['no network', ways(), [], 'problem', 'no network'],
  ] as const)('%s', async (_, route, addresses, state, text) => {
    expect(await checkNetwork(route, () => addresses)).toMatchObject({ state, text: expect.stringContaining(text) as string });
  });
});

describe('terminal', () => {
  const good: TerminalFacts = {
    isTerminal: true,
    input: true,
    columns: 80,
    rows: 24,
    colour: true,
    platform: 'linux',
    environment: { LANG: 'C.UTF-8' },
  };

  test.each<[string, Partial<TerminalFacts>, 'ok' | 'note', string]>([
    ['a good one', {}, 'ok', '80 × 24, colours, UTF-8'],
    ['one without colours', { colour: false }, 'ok', 'no colours'],
    ['none', { isTerminal: false }, 'note', 'no terminal'],
    ['no keys', { input: false }, 'note', 'stdin is no terminal'],
    ['narrow', { columns: 43 }, 'note', '43 × 24'],
    ['low', { rows: 23 }, 'note', '80 × 23'],
    ['no locale', { environment: {} }, 'note', 'not UTF-8'],
    ['LC_ALL counts most', { environment: { LC_ALL: 'C', LANG: 'C.UTF-8' } }, 'note', 'not UTF-8'],
    ['an empty variable counts nothing', { environment: { LC_ALL: '', LC_CTYPE: 'de_DE.utf8' } }, 'ok', 'UTF-8'],
    ['macOS without a locale', { environment: {}, platform: 'darwin' }, 'ok', 'UTF-8'],
  ])('%s', (_, facts, state, text) => {
    const finding = checkTerminal({ ...good, ...facts });
    expect(finding).toMatchObject({ state, text: expect.stringContaining(text) as string });
    expect(finding.fix === undefined).toBe(state === 'ok');
  });
});

describe('clock', () => {
  const now = Date.UTC(2031, 4, 7);

  test.each([
    ['that goes evenly', { wall: now, monotonic: 10 }, { wall: now + 300, monotonic: 310 }, 'ok'],
    ['that is set forward', { wall: now, monotonic: 10 }, { wall: now + 1_300, monotonic: 310 }, 'note'],
    ['that is set back', { wall: now, monotonic: 10 }, { wall: now - 1_000, monotonic: 310 }, 'note'],
    ['of a computer without a battery', { wall: 0, monotonic: 10 }, { wall: 300, monotonic: 310 }, 'problem'],
    ['that runs backwards', { wall: now, monotonic: 310 }, { wall: now + 300, monotonic: 10 }, 'problem'],
  ])('one %s is %s', (_, first, last, state) => {
    expect(checkClock(first, last).state).toBe(state);
  });
});

describe('memory', () => {
  test('core files and swap are said as they are', () => {
    expect([checkCore(() => true).state, checkCore(() => false).state]).toEqual(['ok', 'note']);
    expect((['off', 'on', 'unknown'] as const).map((state) => checkSwap('linux', state).state)).toEqual(['ok', 'note', 'note']);
  });
});

describe('disk', () => {
  test('a folder that can be written is left as it was', () => {
    expect(checkFolder(folder)).toMatchObject({ state: 'ok', details: { folder } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('one that is not there is asked about, not made', () => {
    expect(checkFolder(join(folder, 'a', 'b'))).toMatchObject({ state: 'ok' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a file in its place is a note with a fix', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(checkFolder(join(folder, 'file'))).toMatchObject({ state: 'note', fix: expect.any(String) as string });
  });
});

describe('programs of other doors', () => {
  const door: OtherDoor = { ...(otherDoors[1] as OtherDoor), check: 'tor' };
  const program = (text: string): void => writeFileSync(join(folder, 'tor'), `#!/bin/sh\n${text}\n`, { mode: 0o700 });

  test('one that is there says its version', async () => {
    program('echo "Tor version 1.2.3."; echo more');
    expect(await checkProgram(door, { PATH: folder })).toMatchObject({
      state: 'ok',
      details: { path: join(folder, 'tor'), version: 'Tor version 1.2.3.' },
    });
  });

  test('one that is missing, or does not work, is a note that says what to install', async () => {
    expect(await checkProgram(door, { PATH: folder })).toMatchObject({ state: 'note', text: 'not installed', fix: door.install });
    program('exit 3');
    expect(await checkProgram(door, { PATH: folder })).toMatchObject({ state: 'note', fix: door.install });
  });
});

describe('leftovers', () => {
  test('no folder, and an empty one, are fine, and none is made', async () => {
    const runtime = join(folder, 'runtime');
    expect(await checkLeftovers({ runtime, cache: folder, temporary: folder })).toMatchObject({ state: 'ok' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a folder that others may write is a problem', async () => {
    const runtime = join(folder, 'runtime');
    mkdirSync(runtime);
    chmodSync(runtime, 0o777);
    expect(await checkLeftovers({ runtime, cache: folder, temporary: folder })).toMatchObject({
      state: 'problem',
      text: expect.stringContaining('not yours alone') as string,
    });
  });
});

describe('name server', () => {
  test.each([
    ['that knows the service', async () => 'found' as const, 'ok'],
    ['that denies it', async () => 'not-there' as const, 'problem'],
    ['that does not answer', () => Promise.reject(new Error('ETIMEOUT')), 'problem'],
  ])('one %s', async (_, resolve, state) => {
    const finding = await checkNameServer(resolve);
    expect(finding.state).toBe(state);
    expect(finding.fix === undefined).toBe(state === 'ok');
  });
});

describe('cloudflared', () => {
  const binary = (): CloudflaredBinary => {
    const path = join(folder, 'cloudflared');
    writeFileSync(path, 'abc');
    return { state: 'found', path, version: '2026.9.1', source: 'cache' };
  };
  const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

  test('that is the reviewed build is said to be that', async () => {
    const finding = await checkCloudflared(async () => binary(), sha256);
    expect(finding).toMatchObject({
      state: 'ok',
      text: expect.stringContaining('as reviewed') as string,
      details: { sha256, pinned: true },
    });
  });

  test('that is another one is said to be the user’s own', async () => {
    const finding = await checkCloudflared(async () => binary(), '00');
    expect(finding).toMatchObject({ state: 'ok', text: expect.stringContaining('your own') as string, details: { sha256, pinned: false } });
  });

  test('that is missing is a note with size and hash of the download', async () => {
    const download = { version: '2026.9.1', bytes: 38_000_001, sha256, url: 'https://github.com/x' };
    const finding = await checkCloudflared(async () => ({ state: 'missing', download }));
    expect(finding).toMatchObject({ state: 'note', fix: expect.stringContaining('2026.9.1 (39 MB') as string, details: download });
  });

  test('that is missing where there is no download says what else to do', async () => {
    const finding = await checkCloudflared(async () => ({ state: 'missing' }));
    expect(finding).toMatchObject({ state: 'note', fix: expect.stringContaining('Install cloudflared yourself') as string });
  });

  test('that must not be run is a problem with its code', async () => {
    const finding = await checkCloudflared(() => Promise.reject(new ChatError('TUNNEL_BINARY_REFUSED', 'the hash')));
    expect(finding).toMatchObject({ state: 'problem', text: 'the hash', details: { code: 'TUNNEL_BINARY_REFUSED' } });
  });
});
