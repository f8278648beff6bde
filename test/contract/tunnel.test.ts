import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { cloudflaredTunnel } from '../../src/adapters/tunnel/cloudflared/tunnel.js';
import { sshTunnel } from '../../src/adapters/tunnel/ssh/tunnel.js';
import { torTunnel } from '../../src/adapters/tunnel/tor/tunnel.js';
import type { Tunnel } from '../../src/core/ports/tunnel.js';
import { ChatError } from '../../src/protocol/chat-error.js';
import { Children, namesOf, openWatched } from '../helpers/door-watch.js';
import { folder } from '../helpers/fake-release.js';
import { freePort } from '../helpers/free-port.js';
import { connectPublished, statusThrough } from '../helpers/socks.js';
import { sshdProgram, sshProgram, startSshd } from '../helpers/sshd.js';
import { createStandIn, isRunning, standInPath } from '../helpers/stand-in.js';
import { startTestServer } from '../helpers/test-server.js';
import { startTorNetwork, torIsMissing, torProgram, type TorNetwork } from '../helpers/tor-network.js';

/** A door under test. */
interface Driver {
  readonly tunnel: Tunnel;
  /** Told of its children and files. */
  readonly registry: Children;
  /** The status that a visitor of the URL gets, who comes from where its name leads. Rejects when nobody lets them in. */
  visit(url: string): Promise<number>;
  /** The same, of a door that is known to be open: whoever is too early asks again. */
  reach?(url: string): Promise<number>;
}

const visitAt = async (at: string): Promise<number> => (await fetch(at, { redirect: 'manual' })).status;

async function overCloudflared(): Promise<Driver> {
  const standIn = await createStandIn('works');
  const { clock, environment } = standIn;
  const registry = new Children();
  const resolve = () => Promise.resolve('found' as const);
  const runtimeDir = join(folder(), 'run');
  const tunnel = cloudflaredTunnel({
    clock,
    binary: { path: standInPath },
    environment,
    resolve,
    registry: standIn.watching(registry),
    runtimeDir,
  });
  return {
    tunnel,
    registry,
    visit: (url) => visitAt(`http://127.0.0.1:${standIn.starts.find((start) => start.url === url)?.edgePort}`),
  };
}

async function overSsh(): Promise<Driver> {
  const [{ destination, configFile }, port] = await Promise.all([startSshd(), freePort()]);
  const registry = new Children();
  const tunnel = sshTunnel({ clock: systemClock, destination, configFile, publicUrl: `http://127.0.0.1:${port}`, registry });
  return { tunnel, registry, visit: visitAt };
}

let network: TorNetwork;

async function overTor(): Promise<Driver> {
  const registry = new Children();
  const tunnel = torTunnel({ clock: systemClock, usual: [], program: torProgram as string, settings: network.settings, registry });
  const through = (url: string, connected?: typeof connectPublished): Promise<number> =>
    statusThrough(network.client.socksPort, new URL(url).host, connected);
  return { tunnel, registry, visit: (url) => through(url), reach: (url) => through(url, connectPublished) };
}

interface Row {
  readonly make: () => Promise<Driver>;
  readonly works: boolean;
  /** What all of its tests stand on; gives what ends it. */
  readonly before?: () => Promise<() => Promise<void>>;
  readonly timeoutMs: number;
}

const drivers: readonly (readonly [string, Row])[] = [
  ['cloudflared', { make: overCloudflared, works: process.platform !== 'win32', timeoutMs: 20_000 }],
  ['ssh', { make: overSsh, works: sshdProgram !== undefined && sshProgram !== undefined, timeoutMs: 20_000 }],
  [
    'tor',
    {
      make: overTor,
      works: !torIsMissing,
      // Half a minute, or more where others use the processors too.
      timeoutMs: 240_000,
      before: async () => {
        network = await startTorNetwork();
        return () => network.stop();
      },
    },
  ],
];

const nothingLeft = ({ registry }: Driver): void => {
  expect([...registry.alive]).toEqual([]);
  expect(registry.files.filter((path) => existsSync(path))).toEqual([]);
};

describe.each(drivers)('a door of %s', (_name, { make, works, before, timeoutMs }) => {
  const title = works ? 'that can be had here' : '(SKIPPED: its program is not installed here)';
  describe.skipIf(!works)(title, { timeout: timeoutMs }, () => {
    let after: (() => Promise<void>) | undefined;
    beforeAll(async () => (after = await before?.()), timeoutMs);
    afterAll(() => after?.());

    const opened = async () => {
      const [made, { server, port }] = await Promise.all([make(), startTestServer()]);
      const door = openWatched(made.tunnel, port);
      // A session tells its server the names of its open doors.
      const { visit, reach = visit } = made;
      const told =
        (visited: Driver['visit']): Driver['visit'] =>
        (url) => (server.answerTo(url), visited(url));
      const driver = { ...made, visit: told(visit), reach: told(reach) };
      return { driver, door, port };
    };

    test('is ready only for a URL that leads to the port', async () => {
      const { driver, door } = await opened();
      const url = await door.tunnel.url;
      expect(new URL(url).origin).toBe(url);
      expect(await driver.reach(url)).toBe(200);
      await door.tunnel.close();
      await door.ended;
      expect(namesOf(door.said)).toEqual(['resolving', 'requesting', 'registering', 'ready']);
      expect(door.said.at(-1)).toEqual({ state: 'ready', url });
    });

    test('once closed lets nobody in, says no more, and leaves nothing; closing again does nothing', async () => {
      const { driver, door } = await opened();
      const url = await door.tunnel.url;
      const { pid } = driver.registry;
      await Promise.all([door.tunnel.close(), door.tunnel.close()]);
      expect(isRunning(pid)).toBe(false);
      nothingLeft(driver);
      await expect(driver.visit(url)).rejects.toThrow(/^(?:fetch failed|SOCKS refused)/);
      expect(await door.tunnel.closed).toEqual({ by: 'us' });
      await door.ended;
      expect(namesOf(door.said)).not.toContain('failed');
      await door.tunnel.close();
      expect(await door.tunnel.url).toBe(url);
    });

    test('is closed by its signal too', async () => {
      const { driver, door } = await opened();
      await door.tunnel.url;
      door.abort();
      expect(await door.tunnel.closed).toEqual({ by: 'us' });
      nothingLeft(driver);
    });

    test('closed while it opens has no URL, has not failed, and leaves nothing', async () => {
      const { driver, door } = await opened();
      await door.tunnel.close();
      expect(await door.tunnel.closed).toEqual({ by: 'us' });
      expect(await door.tunnel.url.catch((error: unknown) => error)).toBeInstanceOf(ChatError);
      await door.ended;
      expect(namesOf(door.said).filter((name) => name === 'ready' || name === 'failed')).toEqual([]);
      nothingLeft(driver);
    });

    test('opened with a signal that has come already starts nothing', async () => {
      const driver = await make();
      const open = driver.tunnel.open({ port: 1, signal: AbortSignal.abort() });
      expect(await open.closed).toEqual({ by: 'us' });
      expect(driver.registry.pid).toBeUndefined();
      nothingLeft(driver);
    });

    test('fails when its program dies: the state, the end and nothing left; then it opens again', async () => {
      const { driver, door, port } = await opened();
      await door.tunnel.url;
      process.kill(driver.registry.pid, 'SIGKILL');
      const exit = await door.tunnel.closed;
      expect(exit).toMatchObject({ by: 'itself', code: 'TUNNEL_EXITED' });
      await door.ended;
      expect(door.said.at(-1)).toMatchObject({ state: 'failed', code: 'TUNNEL_EXITED' });
      nothingLeft(driver);
      const again = openWatched(driver.tunnel, port);
      expect(await driver.reach(await again.tunnel.url)).toBe(200);
    });

    test('that dies while it opens rejects the URL with the code of its state', async () => {
      const { driver, door } = await opened();
      process.kill(await driver.registry.started, 'SIGKILL');
      const error: unknown = await door.tunnel.url.catch((reason: unknown) => reason);
      const exit = await door.tunnel.closed;
      await door.ended;
      expect(error).toBeInstanceOf(ChatError);
      const { code } = error as ChatError;
      expect(exit).toMatchObject({ by: 'itself', code });
      expect(door.said.at(-1)).toMatchObject({ state: 'failed', code });
      nothingLeft(driver);
    });
  });
});
