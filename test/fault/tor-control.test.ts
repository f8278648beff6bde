import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { torTunnel, type TorTunnelOptions } from '../../src/adapters/tunnel/tor/tunnel.js';
import type { Clock } from '../../src/core/ports/clock.js';
import { doorFiles, namesOf, openWatched } from '../helpers/door-watch.js';
import { createFakeClock } from '../helpers/fake-clock.js';
import { fakeId, startFakeTor, type Answers, type FakeTor } from '../helpers/fake-tor.js';
import { freePort } from '../helpers/free-port.js';

const ADDRESS = `http://${fakeId}.onion`;
const uploaded = (id: string): string => `650 HS_DESC UPLOADED ${id} UNKNOWN $177466BFC56FF6619A2303D41440BE29B0316229~a`;

const named = (tor: FakeTor, more: Partial<TorTunnelOptions> = {}): TorTunnelOptions => ({
  clock: systemClock,
  control: { address: { port: tor.port } },
  ...more,
});
const found = async (tor: FakeTor, clock: Clock = systemClock): Promise<TorTunnelOptions> => ({
  clock,
  // Nobody listens at the first.
  usual: [{ port: await freePort() }, { port: tor.port }],
  program: '/nowhere/tor',
});

test('it is ready when the network has the address, and not before', async () => {
  const tor = await startFakeTor();
  const door = openWatched(torTunnel(named(tor)), 4_000);
  await tor.askedFor('ADD_ONION NEW:ED25519-V3 Flags=DiscardPK Port=80,127.0.0.1:4000');
  tor.say(`650 HS_DESC UPLOAD ${fakeId} UNKNOWN $A~a`);
  tor.say(uploaded('b'.repeat(56)));
  tor.say('650 NETWORK_LIVENESS DOWN');
  tor.say('650 NETWORK_LIVENESS UP');
  tor.say(uploaded(fakeId));
  expect(await door.tunnel.url).toBe(ADDRESS);
  tor.say('650 NETWORK_LIVENESS DOWN');
  tor.say('650 NETWORK_LIVENESS UP');
  tor.say(uploaded(fakeId));
  tor.hangUp();
  expect(await door.tunnel.closed).toEqual({ by: 'itself', code: 'TUNNEL_EXITED', why: 'tor has ended' });
  await door.ended;
  expect(namesOf(door.said)).toEqual(['resolving', 'registering', 'ready', 'degraded', 'ready', 'failed']);
});

test('closing removes the address, then cuts off whoever is in it and nobody else', async () => {
  const tor = await startFakeTor();
  const door = openWatched(torTunnel(named(tor)), 4_000);
  await tor.askedFor('ADD_ONION');
  tor.say(uploaded(fakeId));
  await door.tunnel.url;
  await door.tunnel.close();
  const end = tor.asked.slice(tor.asked.findIndex((line) => line.startsWith('ADD_ONION')) + 1);
  expect(end).toEqual([`DEL_ONION ${fakeId}`, 'GETINFO circuit-status', 'CLOSECIRCUIT 7']);
});

test.each<readonly [string, (tor: FakeTor) => Promise<TorTunnelOptions>]>([
  ['named', async (tor) => named(tor, { clock: createFakeClock() })],
  ['found', (tor) => found(tor, createFakeClock())],
])('one that was %s, and has not answered when the door closes, is left at once and told nothing', async (_how, options) => {
  const tor = await startFakeTor({ PROTOCOLINFO: () => undefined });
  const door = openWatched(torTunnel(await options(tor)), 4_000);
  await tor.askedFor('PROTOCOLINFO');
  await door.tunnel.close();
  tor.say('250-AUTH METHODS=NULL');
  tor.say('250 OK');
  await tor.left;
  expect(tor.asked).toEqual(['PROTOCOLINFO 1']);
});

test('a tor that answers nothing any more does not hold up the close', async () => {
  const [tor, clock] = [await startFakeTor({ DEL_ONION: () => undefined }), createFakeClock()];
  const door = openWatched(torTunnel(named(tor, { clock })), 4_000);
  await tor.askedFor('ADD_ONION');
  tor.say(uploaded(fakeId));
  await door.tunnel.url;
  const closed = door.tunnel.close();
  await tor.askedFor('DEL_ONION');
  clock.advance(1_000);
  await closed;
  expect(await door.tunnel.closed).toEqual({ by: 'us' });
});

test.each<readonly [string, string, Answers]>([
  ['TUNNEL_AUTH_REFUSED', 'does not let us in', { AUTHENTICATE: () => '515 Authentication failed' }],
  ['TUNNEL_AUTH_REFUSED', 'is no tor', { PROTOCOLINFO: () => 'HTTP/1.1 400 Bad Request' }],
  ['TUNNEL_AUTH_REFUSED', 'wants a password', { PROTOCOLINFO: () => '250-AUTH METHODS=HASHEDPASSWORD\r\n250 OK' }],
  ['TUNNEL_AUTH_REFUSED', 'allows no onion services', { ADD_ONION: () => '510 Command filtered' }],
  ['TUNNEL_AUTH_REFUSED', 'gives something else for an address', { ADD_ONION: () => '250-ServiceID=evil.example\r\n250 OK' }],
  ['TUNNEL_EXITED', 'floods', { ADD_ONION: () => `250-${'x'.repeat(4_000)}\r\n`.repeat(400) }],
])('%s: a tor that %s', async (code, _what, answers) => {
  const tor = await startFakeTor(answers);
  const door = openWatched(torTunnel(named(tor)), 4_000);
  expect(await door.tunnel.closed).toMatchObject({ by: 'itself', code });
  await expect(door.tunnel.url).rejects.toMatchObject({ code });
});

test('no line end in a password reaches it', async () => {
  const tor = await startFakeTor({ PROTOCOLINFO: () => '250-AUTH METHODS=HASHEDPASSWORD\r\n250 OK', AUTHENTICATE: () => '515 no' });
  const control = { address: { port: tor.port }, password: 'a"b\\c\r\nSIGNAL HALT' };
  await openWatched(torTunnel({ clock: systemClock, control }), 4_000).tunnel.closed;
  expect(tor.asked).toEqual(['PROTOCOLINFO 1', 'AUTHENTICATE "a\\"b\\\\cSIGNAL HALT"']);
});

test('one that does not know its cookie learns nothing of it', async () => {
  const tor = await startFakeTor();
  // It names a file of 32 bytes that it cannot read.
  writeFileSync(tor.cookieFile, Buffer.alloc(32, 7));
  const door = openWatched(torTunnel(named(tor)), 4_000);
  expect(await door.tunnel.closed).toMatchObject({ code: 'TUNNEL_AUTH_REFUSED' });
  expect(tor.asked.some((line) => line.startsWith('AUTHENTICATE'))).toBe(false);
});

test('a file of another size is no cookie', async () => {
  const tor = await startFakeTor();
  writeFileSync(tor.cookieFile, Buffer.alloc(33, 7));
  await openWatched(torTunnel(named(tor)), 4_000).tunnel.closed;
  expect(tor.asked).toEqual(['PROTOCOLINFO 1']);
});

test('one that was found lets in with its cookie', async () => {
  const tor = await startFakeTor();
  const door = openWatched(torTunnel(await found(tor)), 4_000);
  await tor.askedFor('ADD_ONION');
  tor.say(uploaded(fakeId));
  expect(await door.tunnel.url).toBe(ADDRESS);
});

test.skipIf(process.platform === 'win32').each<readonly [string, (cookieFile: string) => void]>([
  ['that everybody can read', (path) => chmodSync(path, 0o644)],
  [
    'that is a link',
    (path) => {
      renameSync(path, `${path}.real`);
      symlinkSync(`${path}.real`, path);
    },
  ],
  [
    'for which one would wait for ever',
    (path) => {
      rmSync(path);
      execFileSync('mkfifo', ['-m', '600', path]);
    },
  ],
])('one that was found is not believed with a cookie %s', async (_what, change) => {
  const tor = await startFakeTor();
  change(tor.cookieFile);
  const door = openWatched(torTunnel(await found(tor)), 4_000);
  expect(await door.tunnel.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_BINARY_MISSING' });
  expect(tor.asked).toEqual(['PROTOCOLINFO 1']);
});

test('one that was named may have a cookie that others can read', async () => {
  const tor = await startFakeTor();
  chmodSync(tor.cookieFile, 0o644);
  openWatched(torTunnel(named(tor)), 4_000);
  await tor.askedFor('ADD_ONION');
});

test.each<readonly [string, Answers]>([
  ['lets in anybody', { PROTOCOLINFO: () => '250-AUTH METHODS=NULL\r\n250 OK' }],
  ['says nothing', { PROTOCOLINFO: () => undefined }],
])('one that was found and %s is not believed; with no tor of our own there is no door', async (_what, answers) => {
  const tor = await startFakeTor(answers);
  const clock = createFakeClock();
  const door = openWatched(torTunnel(await found(tor, clock)), 4_000);
  await tor.askedFor('PROTOCOLINFO');
  clock.advance(3_000);
  expect(await door.tunnel.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_BINARY_MISSING' });
  expect(tor.asked).toEqual(['PROTOCOLINFO 1']);
  expect(doorFiles()).toEqual([]);
});

test.each([
  ['TUNNEL_OFFLINE', 15, 'PROGRESS=5 TAG=conn SUMMARY="Connecting to a relay" WARNING="Network is unreachable" REASON=NOROUTE COUNT=4'],
  ['TUNNEL_EDGE_BLOCKED', 180, 'PROGRESS=5 TAG=conn SUMMARY="Connecting to a relay" WARNING="Connection refused" REASON=CONNECTREFUSED'],
  ['TUNNEL_TIMEOUT', 180, 'PROGRESS=50 TAG=loading_descriptors SUMMARY="Loading relay descriptors"'],
])('%s after %i s when it stays at %s', async (code, seconds, phase) => {
  const [tor, clock] = [await startFakeTor(), createFakeClock()];
  const door = openWatched(torTunnel(named(tor, { clock })), 4_000);
  await tor.askedFor('ADD_ONION');
  tor.say(`650 STATUS_CLIENT WARN BOOTSTRAP ${phase}`);
  await vi.waitFor(() => expect(namesOf(door.said)).toContain('requesting'), { timeout: 10_000 });
  clock.advance(seconds * 1_000 - 1);
  expect(door.tunnel).toMatchObject({ ended: false });
  clock.advance(1);
  expect(await door.tunnel.closed).toMatchObject({
    by: 'itself',
    code,
    why: expect.stringMatching(/^\d+ %, (?:Connecting|Loading)/) as string,
  });
});
