import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { findOnPath } from '../../src/adapters/tunnel/find-on-path.js';
import { processIdentity } from '../../src/adapters/tunnel/process-identity.js';
import { sshTunnel, type SshTunnelOptions } from '../../src/adapters/tunnel/ssh/tunnel.js';
import { Children, doorFiles, hastened, namesOf, openWatched, type WatchedDoor } from '../helpers/door-watch.js';
import { freePort } from '../helpers/free-port.js';
import { testRoom } from '../helpers/relay-frames.js';
import { openRoom, SocketMember } from '../helpers/socket-member.js';
import { sshdProgram, sshProgram, startSshd, type Sshd } from '../helpers/sshd.js';
import { startTestServer, type TestServer } from '../helpers/test-server.js';

const missing = sshdProgram === undefined || sshProgram === undefined;
const title = `a door of one's own sshd${missing ? ' (SKIPPED: no ssh and sshd here; Debian: openssh-client, openssh-server)' : ''}`;

interface Yard {
  readonly sshd: Sshd;
  readonly server: TestServer;
  readonly publicPort: number;
  readonly url: string;
  readonly children: Children;
  readonly options: SshTunnelOptions;
}

async function yard(...lines: readonly string[]): Promise<Yard> {
  const [sshd, server, publicPort] = await Promise.all([startSshd(...lines), startTestServer(), freePort()]);
  const url = `http://127.0.0.1:${publicPort}`;
  const children = new Children();
  const { destination, configFile } = sshd;
  return {
    sshd,
    server,
    publicPort,
    url,
    children,
    options: { clock: systemClock, destination, configFile, publicUrl: url, registry: children },
  };
}

const failure = async ({ tunnel, ended, said }: WatchedDoor): Promise<string> => {
  const exit = await tunnel.closed;
  await ended;
  await expect(tunnel.url).rejects.toMatchObject(exit.by === 'itself' ? { code: exit.code } : {});
  expect(said.at(-1)).toMatchObject({ state: 'failed' });
  return exit.by === 'us' ? 'closed by us' : exit.code;
};

const nothingLeft = (children: Children): void => {
  expect([...children.alive]).toEqual([]);
  expect(children.files.filter((path) => existsSync(path))).toEqual([]);
  // Nor is anything remembered that may be somebody else's later.
  expect(new Set(children.gone)).toEqual(new Set(children.files));
  expect(doorFiles()).toEqual([]);
};

describe.skipIf(missing)(title, () => {
  test('the page and a member come through it, and nobody when it is closed', async () => {
    const { server, url, publicPort, children, options } = await yard();
    const room = testRoom(1);
    await openRoom(server.server, room);
    const door = openWatched(sshTunnel(options), server.port);
    expect(await door.tunnel.url).toBe(url);
    expect((await fetch(url)).status).toBe(200);
    const member = await SocketMember.join(publicPort, room);
    await door.tunnel.close();
    await member.closed();
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect(await door.tunnel.closed).toEqual({ by: 'us' });
    await door.ended;
    expect(namesOf(door.said)).toEqual(['resolving', 'requesting', 'registering', 'ready']);
    nothingLeft(children);
  });

  test('when ssh is killed it says so, leaves nothing, and can be opened again', async () => {
    const { server, url, children, options } = await yard();
    const tunnel = sshTunnel(options);
    const first = openWatched(tunnel, server.port);
    await first.tunnel.url;
    process.kill(children.pid, 'SIGKILL');
    expect(await first.tunnel.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_EXITED' });
    nothingLeft(children);
    const second = openWatched(tunnel, server.port);
    expect(await second.tunnel.url).toBe(url);
    expect((await fetch(url)).status).toBe(200);
  });

  test('when the host goes it ends; a host with another key is not talked to', async () => {
    const { sshd, server, children, options } = await yard();
    const tunnel = sshTunnel(options);
    const first = openWatched(tunnel, server.port);
    await first.tunnel.url;
    await sshd.kill();
    expect(await first.tunnel.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_EXITED' });
    sshd.changeHostKey();
    await sshd.start();
    expect(await failure(openWatched(tunnel, server.port))).toBe('TUNNEL_HOST_KEY');
    nothingLeft(children);
  });

  test('aborting it is closing it, also while it opens', async () => {
    const { server, children, options } = await yard();
    const door = openWatched(sshTunnel(options), server.port);
    door.abort();
    expect(await door.tunnel.closed).toEqual({ by: 'us' });
    nothingLeft(children);
    await expect(door.tunnel.url).rejects.toMatchObject({ code: 'TUNNEL_EXITED' });
  });

  test.each([
    ['TUNNEL_AUTH_REFUSED', 'PubkeyAuthentication no'],
    ['TUNNEL_FORWARD_REFUSED', 'AllowTcpForwarding no'],
    ['TUNNEL_AUTH_REFUSED', 'DenyUsers *'],
  ])('%s when its sshd has: %s', async (code, line) => {
    const { server, children, options } = await yard(line);
    expect(await failure(openWatched(sshTunnel(options), server.port))).toBe(code);
    nothingLeft(children);
  });

  test('a host that does not answer', async () => {
    const { sshd, server, options } = await yard();
    await sshd.kill();
    expect(await failure(openWatched(sshTunnel(options), server.port))).toBe('TUNNEL_API_DOWN');
  });

  test('a host that takes the connection and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const children = new Children();
    const destination = `me@127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const options = { clock: hastened(30), destination, publicUrl: 'http://127.0.0.1:9', configFile: 'none', registry: children };
    expect(await failure(openWatched(sshTunnel(options), 9))).toBe('TUNNEL_TIMEOUT');
    nothingLeft(children);
  });

  test('an address that shows somebody else is never called ready', async () => {
    const { server, children, options } = await yard();
    // Its sshd may take the same port of IPv6 alone then; the visitor meets the one who had that of IPv4 before.
    const stranger = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nsomebody else'));
    onTestFinished(() => void stranger.close());
    await once(stranger.listen(0, '127.0.0.1'), 'listening');
    const publicUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    const door = openWatched(sshTunnel({ ...options, clock: hastened(5), publicUrl }), server.port);
    expect(await failure(door)).toMatch(/^TUNNEL_(?:NOT_VISIBLE|FORWARD_REFUSED)$/);
    expect(namesOf(door.said)).not.toContain('ready');
    nothingLeft(children);
  });

  test("what is set in the user's configuration neither outlives the door nor runs", async () => {
    const { sshd, server, url, publicPort, children, options } = await yard();
    const sockets = join(sshd.folder, 'mux');
    mkdirSync(sockets, { mode: 0o700 });
    const hostile = join(sshd.folder, 'hostile');
    const ran = join(sshd.folder, 'ran');
    const lines = [
      `Include ${options.configFile}`,
      'ControlMaster auto',
      `ControlPath ${sockets}/%C`,
      'ControlPersist yes',
      'PermitLocalCommand yes',
      `LocalCommand touch ${ran}`,
      `KnownHostsCommand ${findOnPath('touch', process.env)} ${ran}`,
      `RemoteCommand touch ${ran}`,
      'RequestTTY force',
      'LogLevel QUIET',
      'ForkAfterAuthentication yes',
      'StrictHostKeyChecking yes',
    ];
    writeFileSync(hostile, `${lines.join('\n')}\n`);
    const door = openWatched(sshTunnel({ ...options, configFile: hostile }), server.port);
    expect(await door.tunnel.url).toBe(url);
    const ssh = processIdentity(children.pid)?.command;
    expect(ssh).toContain(`*:${publicPort}:127.0.0.1:${server.port}`);
    await door.tunnel.close();
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect(existsSync(ran)).toBe(false);
    nothingLeft(children);
  });
});
