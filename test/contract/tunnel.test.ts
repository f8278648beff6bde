import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { cloudflaredTunnel } from '../../src/adapters/tunnel/cloudflared/tunnel.js';
import { sshTunnel } from '../../src/adapters/tunnel/ssh/tunnel.js';
import type { Tunnel } from '../../src/core/ports/tunnel.js';
import { ChatError } from '../../src/protocol/chat-error.js';
import { Children, namesOf, openWatched } from '../helpers/door-watch.js';
import { folder } from '../helpers/fake-release.js';
import { freePort } from '../helpers/free-port.js';
import { sshdProgram, sshProgram, startSshd } from '../helpers/sshd.js';
import { createStandIn, isRunning, standInPath } from '../helpers/stand-in.js';
import { startTestServer } from '../helpers/test-server.js';

/** A door under test. */
interface Driver {
  readonly tunnel: Tunnel;
  /** Told of its children and files. */
  readonly registry: Children;
  /** Where a visitor's request for the URL arrives; no name of the outside leads here. */
  visitAt(url: string): string;
}

async function overCloudflared(): Promise<Driver> {
  const standIn = await createStandIn('works');
  const { clock, environment } = standIn;
  const registry = new Children();
  const resolve = () => Promise.resolve('found' as const);
  const runtimeDir = join(folder(), 'run');
  const tunnel = cloudflaredTunnel({ clock, binary: { path: standInPath }, environment, resolve, registry, runtimeDir });
  return {
    tunnel,
    registry,
    visitAt: (url) => `http://127.0.0.1:${standIn.starts.find((start) => start.url === url)?.edgePort}`,
  };
}

async function overSsh(): Promise<Driver> {
  const [{ destination, configFile }, port] = await Promise.all([startSshd(), freePort()]);
  const registry = new Children();
  const tunnel = sshTunnel({ clock: systemClock, destination, configFile, publicUrl: `http://127.0.0.1:${port}`, registry });
  return { tunnel, registry, visitAt: (url) => url };
}

/** The door of tor has its own suite: its network takes half a minute to come up. */
const drivers: readonly (readonly [string, () => Promise<Driver>, boolean])[] = [
  ['cloudflared', overCloudflared, process.platform !== 'win32'],
  ['ssh', overSsh, sshdProgram !== undefined && sshProgram !== undefined],
];

const visit = async (at: string): Promise<number> => (await fetch(at, { redirect: 'manual' })).status;

const nothingLeft = ({ registry }: Driver): void => {
  expect([...registry.alive]).toEqual([]);
  expect(registry.files.filter((path) => existsSync(path))).toEqual([]);
};

describe.each(drivers)('a door of %s', (_name, make, works) => {
  describe.skipIf(!works)(works ? 'that can be had here' : '(SKIPPED: its program is not installed here)', () => {
    const opened = async () => {
      const [driver, { port }] = await Promise.all([make(), startTestServer()]);
      const door = openWatched(driver.tunnel, port);
      return { driver, door, port };
    };

    test('is ready only for a URL that leads to the port', async () => {
      const { driver, door } = await opened();
      const url = await door.tunnel.url;
      expect(new URL(url).origin).toBe(url);
      expect(await visit(driver.visitAt(url))).toBe(200);
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
      await expect(visit(driver.visitAt(url))).rejects.toThrow('fetch failed');
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
      expect(await visit(driver.visitAt(await again.tunnel.url))).toBe(200);
    });

    test('that dies while it opens rejects the URL with the code of its state', async () => {
      const { driver, door } = await opened();
      process.kill(driver.registry.pid, 'SIGKILL');
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
