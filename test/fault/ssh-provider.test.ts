import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { sshTunnel } from '../../src/adapters/tunnel/ssh/tunnel.js';
import { Children, doorFiles, hastened, namesOf, openWatched, type WatchedDoor } from '../helpers/door-watch.js';

/** In the place of ssh: says the lines of a provider's session. */
function standIn(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'chattrace-stand-in-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'ssh');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const STAYS = 'exec sleep 600';
const json = (address: string): string => `echo '{"event":"tcpip-forward","status":"success","address":"${address}"}'`;

const opened = (destination: string, script: string, clock = systemClock): { door: WatchedDoor; children: Children } => {
  const children = new Children();
  const tunnel = sshTunnel({ clock, destination, program: standIn(script), registry: children });
  return { door: openWatched(tunnel, 9), children };
};

const code = async ({ tunnel }: WatchedDoor): Promise<unknown> => {
  const exit = await tunnel.closed;
  return exit.by === 'us' ? exit : [exit.code, exit.why];
};

describe.skipIf(process.platform === 'win32')('a door of a provider', () => {
  test('ready with the address that it tells, and gone when closed', async () => {
    const { door, children } = opened('localhost.run', `echo 'debug1: Connection established.' >&2\n${json('abc.lhr.life')}\n${STAYS}`);
    expect(await door.tunnel.url).toBe('https://abc.lhr.life');
    await door.tunnel.close();
    expect([...children.alive]).toEqual([]);
    expect(doorFiles()).toEqual([]);
    await door.ended;
    expect(door.said.at(-1)).toEqual({ state: 'ready', url: 'https://abc.lhr.life' });
  });

  test('localhost.run may change the address while it lives', async () => {
    const { door } = opened('localhost.run', `${json('first.lhr.life')}\n${json('second.lhr.life')}\nexit 255`);
    expect(await door.tunnel.url).toBe('https://first.lhr.life');
    expect(await code(door)).toEqual(['TUNNEL_EXITED', 'ssh has ended without a word']);
    await door.ended;
    expect(door.said.filter(({ state }) => state === 'ready').map((state) => 'url' in state && state.url)).toEqual([
      'https://first.lhr.life',
      'https://second.lhr.life',
    ]);
  });

  test('pinggy prints two addresses; the first one stays', async () => {
    const two = 'echo https://a-1.run.pinggy-free.link\necho https://b-1.free.pinggy.net\nexit 0';
    const { door } = opened('a.pinggy.io', two);
    expect(await door.tunnel.url).toBe('https://a-1.run.pinggy-free.link');
    await door.ended;
    expect(namesOf(door.said)).toEqual(['resolving', 'ready', 'failed']);
  });

  test('output that is cut anywhere is one line all the same', async () => {
    const line = '{"event":"tcpip-forward","address":"cut.lhr.life"}';
    const bytes = line
      .split('')
      .map((character) => `printf '%s' '${character}'`)
      .join('\n');
    const { door } = opened('localhost.run', `${bytes}\necho\n${STAYS}`);
    expect(await door.tunnel.url).toBe('https://cut.lhr.life');
  });

  test('a flood without a line end costs nothing and is no address', async () => {
    const { door } = opened('serveo.net', `head -c 20000000 /dev/zero | tr '\\0' 'a'\necho\necho 'ssh: bye' >&2\nexit 255`);
    const [failed, why] = (await code(door)) as readonly [string, string];
    expect(failed).toBe('TUNNEL_EXITED');
    expect(why.length).toBeLessThanOrEqual(400);
  });

  test('an address on standard error is not the session: ssh prints there what others say', async () => {
    const { door } = opened('localhost.run', `${json('evil.lhr.life')} >&2\nexit 255`);
    expect(await code(door)).toEqual(['TUNNEL_EXITED', expect.any(String)]);
  });

  test('one that never tells an address is late', async () => {
    const { door, children } = opened('serveo.net', STAYS, hastened(60));
    expect(await code(door)).toEqual(['TUNNEL_TIMEOUT', 'it did not say that it is ready']);
    expect([...children.alive]).toEqual([]);
  });

  test('a refusal ends it at once', async () => {
    const refusal = `echo '{"event":"tcpip-forward","status":"failure","message":"rate limited"}'\n${STAYS}`;
    const { door } = opened('localhost.run', refusal);
    expect(await code(door)).toEqual(['TUNNEL_RATE_LIMITED', 'rate limited']);
  });

  test('no ssh at all', async () => {
    const children = new Children();
    const tunnel = sshTunnel({ clock: systemClock, destination: 'localhost.run', program: '/nowhere/ssh', registry: children });
    expect(await code(openWatched(tunnel, 9))).toEqual(['TUNNEL_BINARY_MISSING', 'there is no ssh on the PATH']);
    expect(doorFiles()).toEqual([]);
  });

  test.each([
    [undefined, 'box.example tells no address by itself'],
    ['https://chat.example/path', 'https://chat.example/path'],
  ])('one’s own host needs its public address, which is none of the network’s matters: %s', async (publicUrl, why) => {
    const children = new Children();
    const named = publicUrl === undefined ? {} : { publicUrl };
    const tunnel = sshTunnel({ clock: systemClock, destination: 'me@box.example', program: standIn(STAYS), registry: children, ...named });
    const { tunnel: open } = openWatched(tunnel, 9);
    expect(await open.closed).toEqual({ by: 'itself', code: 'TUNNEL_NO_PUBLIC_URL', why });
    await expect(open.url).rejects.toMatchObject({ exitCode: 78, hint: expect.stringContaining('--public-url') as string });
    expect(children.pid).toBeUndefined();
  });
});
