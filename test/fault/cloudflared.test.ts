import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileHash } from '../../src/adapters/tunnel/cloudflared/file-hash.js';
import { resolveHost, type ResolveHost } from '../../src/adapters/tunnel/cloudflared/resolve-host.js';
import { ChatError } from '../../src/protocol/chat-error.js';
import { cloudflaredWorld } from '../helpers/cloudflared-world.js';
import { folder } from '../helpers/fake-release.js';
import { isRunning, standInPath } from '../helpers/stand-in.js';

const OPENING = ['resolving', 'requesting', 'registering'] as const;

const leftIn = (path: string): readonly string[] => readdirSync(path, { recursive: true, encoding: 'utf8' });

/** What is wrong, which code it gets, what is told, and how often cloudflared may be started for it. */
const failures = [
  ['offline: no name', 'offline', 'TUNNEL_OFFLINE', /dial tcp: lookup api\.trycloudflare\.com/, 1],
  ['offline: no route', 'unreachable', 'TUNNEL_OFFLINE', /network is unreachable/, 1],
  ['offline: no answer', 'no-answer', 'TUNNEL_OFFLINE', /Client\.Timeout exceeded/, 1],
  ['offline: cloudflared waits for ever', 'never-asks', 'TUNNEL_OFFLINE', /within 15 s/, 1],
  ['429 with its status', 'too-many', 'TUNNEL_RATE_LIMITED', /429 Too Many Requests/, 1],
  ['429 as the text of its body', 'too-many-text', 'TUNNEL_RATE_LIMITED', /error code: 1015/, 1],
  ['429 as old versions tell it', 'too-many-old', 'TUNNEL_RATE_LIMITED', /invalid character 'e'/, 1],
  ['429 as an answer without an id', 'no-id', 'TUNNEL_RATE_LIMITED', /invalid UUID length: 0/, 1],
  ['the service is down', 'api-down', 'TUNNEL_API_DOWN', /502 Bad Gateway/, 1],
  ['the service fails with a text that looks like a 429', 'api-error', 'TUNNEL_API_DOWN', /500 Internal Server Error/, 1],
  ['port 7844 blocked, TCP and UDP', 'tcp-blocked/udp-blocked', 'TUNNEL_EDGE_BLOCKED', /port 7844.*no recent network activity/s, 2],
  ['TLS handshake cut, then UDP blocked', 'tls-eof/udp-blocked', 'TUNNEL_EDGE_BLOCKED', /port 7844/, 2],
  ['TLS handshake cut, then silence', 'tls-eof/hangs', 'TUNNEL_EDGE_BLOCKED', /TLS handshake with edge error: EOF/, 2],
  ['no connection and no reason', 'hangs', 'TUNNEL_TIMEOUT', /no connection to Cloudflare/, 2],
  ['refused at the second request', 'tcp-blocked/too-many', 'TUNNEL_RATE_LIMITED', /429 Too Many.*before, over http2: .*i\/o timeout/s, 2],
  ['an early exit', 'exits', 'TUNNEL_EXITED', /panic: runtime error.* · cloudflared ended: exit code 2$/, 1],
  ['metrics that are silent', 'metrics-silent', 'TUNNEL_TIMEOUT', /metrics do not confirm/, 1],
  ['metrics that name another host', 'other-host', 'TUNNEL_TIMEOUT', /metrics do not confirm/, 1],
  ['a box with the address of the service', 'api-row', 'TUNNEL_OFFLINE', /within 15 s/, 1],
] as const;

describe('cloudflared fails', () => {
  test.each(failures)('%s', async (_name, play, code, why, starts) => {
    const { standIn, runtimeDir, open } = await cloudflaredWorld(play);
    const began = standIn.clock.now();
    const { door, recorder } = open();
    const exit = await door.closed;
    await recorder.ended;
    expect(exit).toMatchObject({ by: 'itself', code, why: expect.stringMatching(why) as string });
    expect(recorder.states.at(-1)).toMatchObject({ state: 'failed', code });
    expect(recorder.names).not.toContain('ready');
    const error: unknown = await door.url.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ChatError);
    expect(error).toMatchObject({ code, exitCode: 69 });
    expect(standIn.starts.map(({ protocol }) => protocol)).toEqual(['http2', 'quic'].slice(0, starts));
    expect(standIn.starts.filter(({ pid }) => isRunning(pid))).toEqual([]);
    expect(leftIn(runtimeDir)).toEqual([]);
    expect(standIn.clock.now() - began).toBeLessThanOrEqual(code === 'TUNNEL_OFFLINE' ? 16_000 : 46_000);
  });

  test('no such program: nothing is started', async () => {
    const { standIn, open } = await cloudflaredWorld('works', { binary: { path: join(folder(), 'cloudflared') } });
    const { door } = open();
    expect(await door.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_BINARY_MISSING' });
    expect(standIn.starts).toEqual([]);
  });

  test('a program that the system cannot run', async () => {
    const path = join(folder(), 'cloudflared');
    writeFileSync(path, '#!/nowhere/interpreter\n', { mode: 0o700 });
    const { open } = await cloudflaredWorld('works', { binary: { path } });
    expect(await open().door.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_BINARY_MISSING' });
  });

  test('a program that is not any more what was verified is not started', async () => {
    const path = join(folder(), 'cloudflared');
    const mark = `${path}.ran`;
    copyFileSync(standInPath, path);
    const sha256 = await fileHash(path);
    const { standIn, runtimeDir, open } = await cloudflaredWorld('works', { binary: { path, sha256 } });
    const { door } = open();
    await door.url;
    await door.close();
    writeFileSync(`${path}.new`, `#!/bin/sh\n: > '${mark}'\n`, { mode: 0o755 });
    renameSync(`${path}.new`, path);
    expect(await open().door.closed).toMatchObject({
      by: 'itself',
      code: 'TUNNEL_BINARY_REFUSED',
      why: expect.stringMatching(`^${path} has the hash [0-9a-f]+; expected ${sha256}$`) as string,
    });
    expect([existsSync(mark), standIn.starts.length, leftIn(runtimeDir)]).toEqual([false, 1, []]);
  });

  test('a flood of words is told in one line', async () => {
    const path = join(folder(), 'cloudflared');
    const message = `failed to request quick Tunnel: \\u001b[2J${'try: run this\\n     '.repeat(500)}`;
    writeFileSync(path, `#!/bin/sh\ncat >&2 <<'END'\n{"message":"${message}"}\nEND\nexit 1\n`, { mode: 0o700 });
    const { open } = await cloudflaredWorld('works', { binary: { path } });
    const exit = await open().door.closed;
    expect(exit).toMatchObject({
      code: 'TUNNEL_API_DOWN',
      why: expect.stringMatching(/^failed to request quick Tunnel: .*try: run this · try/) as string,
    });
    expect(exit).toMatchObject({ why: expect.stringMatching(/^[^\n]{400}$/) as string });
  });

  test('a name that nobody finds is not given out', async () => {
    const asked: string[] = [];
    const { standIn, open } = await cloudflaredWorld('works', {
      resolve: (host) => {
        asked.push(host);
        return Promise.resolve('not-there');
      },
    });
    const { door, recorder } = open();
    expect(await door.closed).toMatchObject({ code: 'TUNNEL_NOT_VISIBLE' });
    expect(recorder.names).not.toContain('ready');
    expect(asked.length).toBeGreaterThan(5);
    expect(new Set(asked)).toEqual(new Set([new URL(standIn.starts[0]?.url ?? '').host]));
  });

  test('a crash after it was ready', async () => {
    const { standIn, open } = await cloudflaredWorld('works');
    const { door, recorder } = open();
    await door.url;
    standIn.tell('crash');
    expect(await door.closed).toMatchObject({
      by: 'itself',
      code: 'TUNNEL_EXITED',
      why: expect.stringMatching(/all goroutines are asleep.*exit code 2/s) as string,
    });
    await recorder.ended;
    expect(recorder.names).toEqual([...OPENING, 'ready', 'failed']);
    // The frame of its box is no cause.
    expect(recorder.states.at(-1)).toMatchObject({ why: expect.not.stringMatching(/^[+|]|\+--/m) as string });
  });
});

describe('cloudflared works', () => {
  test.each(['works', 'drips'])('%s: the URL of the box, when it answers and is known', async (play) => {
    const { standIn, open } = await cloudflaredWorld(play);
    const { door, recorder } = open(4321);
    const url = await door.url;
    expect(url).toBe(standIn.starts[0]?.url);
    await door.close();
    await recorder.ended;
    expect(recorder.names).toEqual([...OPENING, 'ready']);
    expect(standIn.starts[0]?.args).toEqual(
      `tunnel --config ${devNull} --no-autoupdate --grace-period 0s --protocol http2 --metrics 127.0.0.1:0 --output json --url http://127.0.0.1:4321`.split(
        ' ',
      ),
    );
  });

  test.each(['tcp-blocked', 'tls-eof', 'hangs'])('over quic, after 12 s, when http2 does not get through: %s', async (trouble) => {
    const { standIn, open } = await cloudflaredWorld(`${trouble}/works`);
    const { door, recorder } = open();
    expect(await door.url).toBe(standIn.starts[1]?.url);
    await recorder.until('ready');
    expect(recorder.names).toEqual([...OPENING, ...OPENING.slice(1), 'ready']);
    expect(isRunning(standIn.starts[0]?.pid ?? 0)).toBe(false);
  });

  test('waits for the name, and asks nobody before it can be there', async () => {
    const answers = ['not-there', 'not-there', 'found'] as const;
    let looks = 0;
    const { standIn, open } = await cloudflaredWorld('works', { resolve: () => Promise.resolve(answers[looks++] ?? 'found') });
    const before = standIn.clock.now();
    await open().door.url;
    expect(looks).toBe(3);
    expect(standIn.clock.now() - before).toBeGreaterThanOrEqual(8_000);
  });

  test.each([
    ['does not answer', () => new Promise<never>(() => {})],
    ['cannot be reached', () => Promise.reject(new Error('unreachable'))],
  ] satisfies readonly (readonly [string, ResolveHost])[])('says so when the resolver %s, and goes on', async (_name, resolve) => {
    let unconfirmed = 0;
    const { open } = await cloudflaredWorld('works', { resolve, unconfirmed: () => (unconfirmed += 1) });
    await open().door.url;
    expect(unconfirmed).toBe(1);
  });

  test('the edge is lost and comes back: degraded, then ready by the same URL', async () => {
    const { standIn, open } = await cloudflaredWorld('works');
    const { door, recorder } = open();
    const url = await door.url;
    standIn.tell('lose');
    await recorder.until('degraded');
    standIn.tell('back');
    await recorder.until('ready', 2);
    expect(recorder.states.slice(3)).toEqual([
      { state: 'ready', url },
      { state: 'degraded', url },
      { state: 'ready', url },
    ]);
    expect(standIn.starts).toHaveLength(1);
  });

  test('neither TUNNEL_ variables nor a config with ingress rules at home change anything', async () => {
    const home = folder();
    mkdirSync(join(home, '.cloudflared'));
    writeFileSync(join(home, '.cloudflared', 'config.yml'), 'ingress:\n  - service: http_status:404\n');
    const { standIn, open } = await cloudflaredWorld(
      'works',
      {},
      { HOME: home, TUNNEL_URL: 'http://127.0.0.1:1', tunnel_token: 'x', TUNNEL_LOGLEVEL: 'fatal' },
    );
    const server = await pageServer();
    const { door } = open((server.address() as AddressInfo).port);
    await door.url;
    expect(await visit(standIn.starts[0]?.edgePort ?? 0)).toBe(200);
  });

  test('is ended by force when it does not end', async () => {
    const { standIn, open } = await cloudflaredWorld('deaf');
    const { door } = open();
    await door.url;
    await door.close();
    expect(isRunning(standIn.starts[0]?.pid ?? 0)).toBe(false);
  });
});

test('the real resolver is never the system’s: without a network it rejects or waits, and gives no answer', async () => {
  const controller = new AbortController();
  const answer = resolveHost('name.invalid', controller.signal).catch(() => 'no answer');
  controller.abort();
  expect(await answer).toBe('no answer');
});

async function pageServer(): Promise<Server> {
  const server = createServer((_request, answer) => answer.end('the page'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
}

const visit = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
