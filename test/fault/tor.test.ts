import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../../src/adapters/clock.js';
import { torTunnel, type TorTunnelOptions } from '../../src/adapters/tunnel/tor/tunnel.js';
import { Children, doorFiles, hastened, namesOf, openWatched } from '../helpers/door-watch.js';
import { freePort } from '../helpers/free-port.js';
import { connectPublished, statusThrough } from '../helpers/socks.js';
import { startTestServer } from '../helpers/test-server.js';
import { startTorNetwork, torIsMissing, torProgram, type TorNetwork } from '../helpers/tor-network.js';

const title = `a door of tor${torIsMissing ? ' (SKIPPED: no tor and tor-gencert here; Debian: tor)' : ''}`;
/** Half a minute, or more where others use the processors too. */
const BOOT_MS = 240_000;
const ONION = /^http:\/\/[a-z2-7]{56}\.onion$/;

describe.skipIf(torIsMissing)(title, () => {
  let network: TorNetwork;
  beforeAll(async () => (network = await startTorNetwork()), BOOT_MS);
  afterAll(() => network?.stop());

  /** In the client, which is one that runs already. */
  const inRunning = (more: { password?: string } = { password: network.client.password }): TorTunnelOptions => ({
    clock: systemClock,
    control: { address: { port: network.client.controlPort }, ...more },
  });
  const inOwn = (children: Children): TorTunnelOptions => ({
    clock: systemClock,
    usual: [],
    program: torProgram as string,
    settings: network.settings,
    registry: children,
  });
  const status = (url: string, connected?: typeof connectPublished): Promise<number> =>
    statusThrough(network.client.socksPort, new URL(url).host, connected);
  const published = (url: string): Promise<number> => status(url, connectPublished);

  test('in a tor that runs: the page comes through it, and nobody when it is closed; who is in is cut off', async () => {
    const { port, server } = await startTestServer();
    const door = openWatched(torTunnel(inRunning({})), port);
    const url = await door.tunnel.url;
    // As a session tells its server the names of its open doors.
    server.answerTo(url);
    expect(url).toMatch(ONION);
    expect(await published(url)).toBe(200);
    const { host } = new URL(url);
    const through = await connectPublished(network.client.socksPort, host);
    const member = new WebSocket(`ws://${host}/ws`, { createConnection: () => through });
    onTestFinished(() => member.terminate());
    await once(member, 'open');
    const gone = once(member, 'close');
    await door.tunnel.close();
    await gone;
    await expect(status(url)).rejects.toThrow('SOCKS refused');
    expect(await door.tunnel.closed).toEqual({ by: 'us' });
    await door.ended;
    expect(namesOf(door.said)).toEqual(['resolving', 'registering', 'ready']);
  });

  test('in a tor that runs, by its password; a wrong one is told', async () => {
    const { port } = await startTestServer();
    const right = openWatched(torTunnel(inRunning()), port);
    expect(await right.tunnel.url).toMatch(ONION);
    const wrong = openWatched(torTunnel(inRunning({ password: 'of nobody' })), port);
    expect(await wrong.tunnel.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_AUTH_REFUSED' });
  });

  test('in a tor of its own; when that is killed it says so, leaves nothing, and can be opened again', async () => {
    const { port, server } = await startTestServer();
    const children = new Children();
    const tunnel = torTunnel(inOwn(children));
    const first = openWatched(tunnel, port);
    const url = await first.tunnel.url;
    server.answerTo(url);
    expect(await published(url)).toBe(200);
    process.kill(children.pid, 'SIGKILL');
    expect(await first.tunnel.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_EXITED' });
    expect(doorFiles()).toEqual([]);
    await first.ended;
    expect(namesOf(first.said)).toEqual(['resolving', 'requesting', 'registering', 'ready', 'failed']);
    const second = openWatched(tunnel, port);
    const other = await second.tunnel.url;
    server.answerTo(other);
    expect(other).not.toBe(url);
    expect(await published(other)).toBe(200);
    await second.tunnel.close();
    expect([...children.alive]).toEqual([]);
    expect(doorFiles()).toEqual([]);
  });
});

describe.skipIf(torIsMissing)(`${title}, in a network of which nobody answers`, () => {
  const unreachable = async (children: Children, times: number): Promise<TorTunnelOptions> => {
    const authority = `orport=${await freePort()} no-v2 v3ident=${'A'.repeat(40)} 127.0.0.1:${await freePort()} ${'B'.repeat(40)}`;
    const settings = ['TestingTorNetwork 1', `DirAuthority gone ${authority}`];
    return { clock: hastened(times), usual: [], program: torProgram as string, settings, registry: children };
  };

  test('closed while it opens', async () => {
    const children = new Children();
    const door = torTunnel(await unreachable(children, 1)).open({ port: 1, signal: new AbortController().signal });
    onTestFinished(() => door.close());
    for await (const { state } of door.states) if (state === 'requesting') break;
    await door.close();
    expect(await door.closed).toEqual({ by: 'us' });
    expect([...children.alive]).toEqual([]);
    expect(doorFiles()).toEqual([]);
  });

  test('it says that it takes its time, and then that nothing gets out', async () => {
    const children = new Children();
    const door = openWatched(torTunnel(await unreachable(children, 20)), 1);
    expect(await door.tunnel.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_EDGE_BLOCKED' });
    await door.ended;
    expect(door.said.find((state) => 'hint' in state)).toMatchObject({ state: 'requesting', hint: expect.stringContaining('%') as string });
    expect([...children.alive]).toEqual([]);
    expect(doorFiles()).toEqual([]);
  });
});
