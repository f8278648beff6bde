import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { findOnPath } from '../../src/adapters/tunnel/find-on-path.js';
import { enterRoom, hasWholeChromium, launchWith, openPage, say } from '../helpers/browser.js';
import { folder, named, runCli, saying, type Cli, type CliEvent } from '../helpers/cli.js';
import { freePort } from '../helpers/free-port.js';
import { startChild } from '../helpers/child.js';
import { before, chattrace } from '../helpers/session-process.js';
import { connectPublished, statusThrough } from '../helpers/socks.js';
import { sshdProgram, sshProgram, startSshd, type Sshd } from '../helpers/sshd.js';
import { isRunning } from '../helpers/stand-in.js';
import { startTorNetwork, torIsMissing, torProgram, type TorNetwork } from '../helpers/tor-network.js';

const missing = [
  ...(sshdProgram === undefined || sshProgram === undefined ? ['ssh and sshd (Debian: openssh-client, openssh-server)'] : []),
  ...(torIsMissing ? ['tor and tor-gencert (Debian: tor)'] : []),
  ...(hasWholeChromium ? [] : ['chromium']),
];
const title = `doors of a session, by a real sshd and a whole tor network${missing.length === 0 ? '' : ` (SKIPPED: no ${missing.join(', no ')})`}`;
const torsocks = findOnPath('torsocks', process.env);
const noTorsocks = torsocks === undefined ? ' (SKIPPED: no torsocks here; Debian: torsocks)' : '';
/** Half a minute, or more where others use the processors too. */
const BOOT_MS = 240_000;
const PROMISED_MS = 2_000;
/** Where running sessions have their files; it stays, empty. */
const ITS_FOLDER = ['chattrace'];

/** A tor that may run on this computer is not of the test's network, so it is not to be found. */
const alone = before(`
  import net from 'node:net';
  import { syncBuiltinESMExports } from 'node:module';
  const { connect } = net;
  const isTor = ({ path, port }) => path === '/run/tor/control' || [9051, 9151].includes(port);
  net.connect = (at, ...more) => connect(isTor(at) ? { path: '/nowhere' } : at, ...more);
  syncBuiltinESMExports();`).join('=');

const door =
  (name: string, state: string) =>
  ({ event, door: is, state: its }: CliEvent): boolean =>
    event === 'tunnel' && String(is).startsWith(name) && its === state;

const originOf = (event: CliEvent, field = 'url'): string => new URL(String(event[field])).origin;

/** The programs that this one has started, by their names. */
const childrenOf = (pid: number): readonly { readonly pid: number; readonly name: string }[] =>
  execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent]) => Number(parent) === pid)
    .map(([child, , name = '']) => ({ pid: Number(child), name }));

describe.skipIf(missing.length > 0)(title, { timeout: BOOT_MS }, () => {
  let network: TorNetwork;
  beforeAll(async () => (network = await startTorNetwork()), BOOT_MS);
  afterAll(() => network?.stop());

  interface Yard {
    readonly sshd: Sshd;
    readonly host: Cli;
    readonly pid: number;
    readonly ready: CliEvent;
    readonly ssh: { readonly origin: string; readonly link: string };
    readonly tor: { readonly origin: string; readonly link: string };
    /** What the session has on the disk. */
    files(): readonly string[];
  }

  /** `start` with both doors, open. Programs that it finds on the PATH bring it into the worlds of this test. */
  const bothDoors = async (): Promise<Yard> => {
    const [sshd, publicPort] = await Promise.all([startSshd(), freePort()]);
    const home = folder();
    const [bin, tmp, run] = ['bin', 'tmp', 'run'].map((name) => join(home, name)) as [string, string, string];
    for (const path of [bin, tmp, run]) mkdirSync(path, { mode: 0o700 });
    const program = (name: string, line: string): void => writeFileSync(join(bin, name), `#!/bin/sh\nexec ${line}\n`, { mode: 0o755 });
    program('ssh', `'${sshProgram}' -F '${sshd.configFile}' "$@"`);
    writeFileSync(join(home, 'network'), [...network.settings, ''].join('\n'));
    // It is called with -f, a file, --defaults-torrc, and a file without a line.
    program('tor', `'${torProgram}' -f "$2" --defaults-torrc '${join(home, 'network')}'`);
    const environment = { PATH: `${bin}:${process.env['PATH']}`, TMPDIR: tmp, XDG_RUNTIME_DIR: run, NODE_OPTIONS: alone };
    const doors = ['--tunnel', `ssh:${sshd.destination}`, '--tunnel', 'tor', '--public-url', `http://127.0.0.1:${publicPort}`];
    const host = runCli(['start', '--json', '--no-input', ...doors], { environment });
    const [ready, ssh, tor] = await Promise.all([
      host.event(named('ready')),
      host.event(door('ssh:', 'ready')),
      host.event(door('tor', 'ready')),
    ]);
    (await connectPublished(network.client.socksPort, new URL(originOf(tor)).host)).destroy();
    const way = (event: CliEvent) => ({ origin: originOf(event), link: String(event['url']) });
    const files = (): readonly string[] => [tmp, run].flatMap((path) => readdirSync(path, { recursive: true }) as string[]);
    return { sshd, host, pid: Number(ready['pid']), ready, ssh: way(ssh), tor: way(tor), files };
  };

  const guest = async (host: Cli, nick: string, link: unknown): Promise<Cli> => {
    const one = runCli(['join', '--json', '--nick', nick], { environment: { CHATTRACE_LINK: String(link) } });
    await one.event(named('joined'));
    await host.event((event) => event.event === 'member-joined' && event['nick'] === nick);
    return one;
  };

  /** As Tor Browser does, which finds .onion by tor alone and believes that nobody altered what came from there. */
  const torBrowser = async ({ origin, link }: Yard['tor']) => {
    const proxy = `socks5://127.0.0.1:${network.client.socksPort}`;
    const browser = await launchWith(`--proxy-server=${proxy}`, `--unsafely-treat-insecure-origin-as-secure=${origin}`);
    const { page } = await openPage(browser, link);
    await enterRoom(page, 'Onion');
    return page;
  };

  /** A visitor who has come in and says nothing. */
  const visit = async (socket: WebSocket): Promise<{ readonly closed: Promise<unknown> }> => {
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    return { closed: once(socket, 'close') };
  };

  test('members by loopback, ssh and tor are in one room; Ctrl+C tells them, and closes every way in and every stream', async () => {
    const { host, pid, ready, ssh, tor, files } = await bothDoors();
    expect(ready).toMatchObject({ reach: 'public', url: ssh.link });
    expect(tor.origin).toMatch(/^http:\/\/[a-z2-7]{56}\.onion$/);
    const onion = await torBrowser(tor);
    await host.event((event) => event.event === 'member-joined' && event['nick'] === 'Onion');
    const near = await guest(host, 'Near', ready['localUrl']);
    const shell = await guest(host, 'Shell', ssh.link);
    await say(onion, 'by tor');
    near.write('by loopback\n');
    shell.write('by ssh\n');
    for (const text of ['by tor', 'by loopback', 'by ssh']) {
      await Promise.all([near.event(saying(text)), shell.event(saying(text)), onion.getByText(text).waitFor()]);
    }
    const through = await connectPublished(network.client.socksPort, new URL(tor.origin).host);
    const streams = [
      await visit(new WebSocket(`${tor.origin.replace('http', 'ws')}/ws`, { createConnection: () => through })),
      await visit(new WebSocket(`${ssh.origin.replace('http', 'ws')}/ws`)),
    ];
    const children = childrenOf(pid);
    expect(children.map(({ name }) => name).toSorted()).toEqual(['ssh', 'tor']);
    const asked = performance.now();
    host.kill('SIGINT');
    expect(await host.exited).toBe(0);
    expect(performance.now() - asked).toBeLessThan(PROMISED_MS);
    await Promise.all(streams.map(({ closed }) => closed));
    await onion.getByRole('heading', { name: 'The session has ended' }).waitFor();
    for (const one of [near, shell]) {
      expect(await one.exited).toBe(0);
      expect(one.events.at(-1)).toMatchObject({ event: 'ended', reason: 'host-ended' });
    }
    expect(host.events.at(-1)).toMatchObject({ event: 'ended', wipe: { complete: true, children: 0, filesLeft: 0 } });
    expect(children.filter((child) => isRunning(child.pid))).toEqual([]);
    expect(files()).toEqual(ITS_FOLDER);
    await expect(fetch(ssh.origin)).rejects.toThrow('fetch failed');
    await expect(statusThrough(network.client.socksPort, new URL(tor.origin).host)).rejects.toThrow('SOCKS refused');
  });

  test('a door stays until those behind it have been told, as long as that may take a moment', async () => {
    const { host, pid, ready, ssh } = await bothDoors();
    const shell = await guest(host, 'Shell', ssh.link);
    const near = await visit(new WebSocket(`${originOf(ready, 'localUrl').replace('http', 'ws')}/ws`));
    const ofSsh = childrenOf(pid).find(({ name }) => name === 'ssh')?.pid ?? 0;
    process.kill(ofSsh, 'SIGSTOP');
    host.kill('SIGINT');
    await near.closed;
    process.kill(ofSsh, 'SIGCONT');
    expect(await shell.exited).toBe(0);
    expect(shell.events.at(-1)).toMatchObject({ event: 'ended', reason: 'host-ended' });
    expect(await host.exited).toBe(0);
  });

  test.skipIf(torsocks === undefined)(`join with torsocks before it comes in by tor${noTorsocks}`, async () => {
    const { host, ready, tor } = await bothDoors();
    const near = await guest(host, 'Near', ready['localUrl']);
    const home = folder();
    const env = { PATH: process.env['PATH'], HOME: home, CHATTRACE_LINK: tor.link };
    const join = chattrace([], 'join', '--json', '--nick', 'Socks');
    const far = startChild([torsocks as string, '-P', `${network.client.socksPort}`, ...join], { cwd: home, env });
    far.write('by torsocks\n');
    await near.event(saying('by torsocks'));
    near.write('heard\n');
    await far.out.until(/"text":"heard"/);
    host.kill('SIGINT');
    expect(await far.exited).toBe(0);
  });

  test('a door that dies takes no other with it: tor, then ssh; the room stays', async () => {
    const { sshd, host, pid, ready, ssh, tor, files } = await bothDoors();
    const near = await guest(host, 'Near', ready['localUrl']);
    const shell = await guest(host, 'Shell', ssh.link);
    const ofTor = childrenOf(pid).find(({ name }) => name === 'tor');
    process.kill(ofTor?.pid ?? 0, 'SIGKILL');
    await host.event(door('tor', 'failed'));
    expect(await host.event(named('warning'))).toMatchObject({ code: 'TUNNEL_EXITED' });
    await expect(statusThrough(network.client.socksPort, new URL(tor.origin).host)).rejects.toThrow('SOCKS refused');
    shell.write('still by ssh\n');
    await near.event(saying('still by ssh'));
    await sshd.kill();
    await host.event(door('ssh:', 'failed'));
    await expect(fetch(ssh.origin)).rejects.toThrow('fetch failed');
    const late = await guest(host, 'Late', ready['localUrl']);
    late.write('still here\n');
    await near.event(saying('still here'));
    host.kill('SIGINT');
    expect(await host.exited).toBe(0);
    expect(host.events.at(-1)).toMatchObject({ event: 'ended', wipe: { complete: true, children: 0, filesLeft: 0 } });
    expect(host.events.filter(named('ready'))).toHaveLength(1);
    expect(childrenOf(pid)).toEqual([]);
    expect(files()).toEqual(ITS_FOLDER);
  });
});
