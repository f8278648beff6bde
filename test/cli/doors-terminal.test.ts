import { mkdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pinnedRelease } from '../../src/adapters/tunnel/cloudflared/pinned.js';
import { sha256 } from '../helpers/fake-release.js';
import { folder, named, runCli } from '../helpers/cli.js';
import { bare, dns, played } from '../helpers/played-doors.js';
import { hasPty, openPty, type Pty } from '../helpers/pty.js';
import { hasOpenssl, releaseServer } from '../helpers/release-server.js';
import { before } from '../helpers/session-process.js';
import { standInPath } from '../helpers/stand-in.js';

const program = fileURLToPath(new URL('../../bin/chattrace.js', import.meta.url));

const inTerminal = async (environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Pty> => {
  const home = folder();
  mkdirSync(join(home, 'cache'));
  const env = { HOME: home, TERM: 'xterm', XDG_STATE_HOME: home, XDG_CACHE_HOME: join(home, 'cache'), NO_COLOR: '1', ...environment };
  const pty = await openPty([process.execPath, program, 'start', '--logs', 'delete', '--no-qr', ...args], {
    cwd: home,
    env,
    columns: 120,
    rows: 50,
  });
  onTestFinished(() => pty[Symbol.asyncDispose]());
  return pty;
};

describe.skipIf(!hasPty)('in a terminal', () => {
  test('the local link comes at once, then the public one; a dead door is said, and t opens it again', async () => {
    const { standIn, environment } = await played('works');
    const pty = await inTerminal(environment);
    await pty.until(/On this computer:\r?\n\r?\nhttp:\/\/127\S+\/#1\.[\s\S]*cloudflared: [a-z]/);
    await pty.until(
      /cloudflared open after \d+ s\r?\n[\s\S]*\rhttps:\S+trycloudflare\.com\/#1\.[\s\S]*The address is Cloudflare’s[\s\S]*no guests/,
    );
    standIn.tell('crash');
    await pty.until(/cloudflared is closed\r?\n[\s\S]*warning\[TUNNEL_EXITED\][\s\S]*t try again/);
    pty.type('t');
    await standIn.started(2);
    await pty.until(/Trying again: cloudflared\.[\s\S]*open after \d+ s[\s\S]*\rhttps:\S+trycloudflare\.com\/#1\.[\s\S]*no guests/);
    expect(new Set(pty.text.match(/https:\/\/[\w-]+\.trycloudflare\.com\/#/g)).size).toBe(2);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(pty.text).toContain('Doors and server closed.');
  });

  test('asks before anything is downloaded, and says what; after no the room is local, and keys work', async () => {
    const pty = await inTerminal(bare);
    await pty.until(/Download it\? .*\[Y\/n\]/);
    for (const fact of [
      /cloudflared \d{4}\.\d+\.\d+: \d+ MB from github\.com/,
      /[0-9a-f]{64}/,
      /https:\/\/www\.cloudflare\.com\/website-terms\//,
    ])
      expect(pty.text).toMatch(fact);
    expect(pty.text).not.toContain('config ');
    pty.type('n');
    await pty.until(/warning\[TUNNEL_BINARY_MISSING\][\s\S]*you chose not to download it[\s\S]*http:\/\/127\S+\/#1\.[\s\S]*no guests/);
    pty.type('l');
    await pty.until(/The room is locked/);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(pty.text).toContain('Session ended.');
  });

  test('Ctrl+C at that question ends the program', async () => {
    const pty = await inTerminal(bare);
    await pty.until(/Download it\?/);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(pty.text).not.toContain('127.0.0.1');
  });
});

describe.skipIf(!hasPty)('key t', () => {
  test('opens the same door again, which counts how often it has asked: the third time in a minute it asks nobody', async () => {
    const { standIn, environment } = await played('works');
    const pty = await inTerminal(environment);
    for (const n of [1, 2]) {
      await standIn.started(n);
      await pty.until(new RegExp(`(?:open after [\\s\\S]*){${n}}no guests`));
      standIn.tell('crash');
      await pty.until(new RegExp(`(?:is closed[\\s\\S]*){${n}}t try again`));
      pty.type('t');
    }
    await pty.until(/did not open\r?\n[\s\S]*warning\[TUNNEL_RATE_LIMITED\][\s\S]*Two a minute[\s\S]*t try again/);
    expect(standIn.starts).toHaveLength(2);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
  });
});

describe.skipIf(!hasPty)('key L', () => {
  /** Has all of 127.0.0.0/8. */
  const wide = process.platform === 'linux';
  const near = '10.11.12.13';
  /** A computer in a network whose address leads to this one alone. */
  const network = before(`
    import net from 'node:net';
    import os from 'node:os';
    import { syncBuiltinESMExports } from 'node:module';
    os.networkInterfaces = () => ({ wlan0: [{ address: '${near}', family: 'IPv4', internal: false }] });
    const { listen } = net.Server.prototype;
    net.Server.prototype.listen = function (at, ...more) {
      return listen.call(this, at.host === '${near}' ? { ...at, host: '${wide ? '127.0.0.2' : '127.0.0.1'}' } : at, ...more);
    };
    syncBuiltinESMExports();`).join('=');

  test('opens the room to the network, with a page that says so; a guest comes in; all of it ends with Ctrl+C', async () => {
    const pty = await inTerminal({ ...bare, NODE_OPTIONS: `${dns} ${network}` }, '--tunnel', 'none');
    const [, local = ''] = await pty.until(/[\r\n](http:\/\/127\.0\.0\.1:\d+)\/#1\.\S+\r?\n[\s\S]*L open to network/);
    pty.type('L');
    const [, port = '', fragment = ''] = await pty.until(
      /In this network:[\s\S]*\rhttp:\/\/10\.11\.12\.13:(\d+)\/(#1\.\S+)\r?\n[\s\S]*Only computers in this network .* plain http[\s\S]*l lock {2}R new link {2}Ctrl\+C/,
    );
    expect(new URL(local).port === port).toBe(wide);
    const origin = `http://${wide ? '127.0.0.2' : '127.0.0.1'}:${port}`;
    const pages = await Promise.all([origin, local].map(async (from) => (await fetch(`${from}/`)).text()));
    expect(pages.map((text) => /plain-http" content="(\w+)"/.exec(text)?.[1])).toEqual(['lan', 'none']);
    const guest = runCli(['join', '--json', '--nick', 'Ana'], { environment: { CHATTRACE_LINK: `${origin}/${fragment}` } });
    await guest.event(named('joined'));
    await pty.until(/\+ Ana joined[\s\S]*1 guest/);
    pty.type('l');
    await pty.until(/The room is locked/);
    pty.type('L');
    await pty.until(/The room is open to the network of this computer already:[\s\S]*\rhttp:\/\/10\.11\.12\.13:/);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(await guest.exited).toBe(0);
    expect(guest.events.at(-1)).toMatchObject({ event: 'ended', reason: 'host-ended' });
    for (const gone of [origin, local]) await expect(fetch(gone)).rejects.toThrow('fetch failed');
  });

  test('says with --lan that it is open already', async () => {
    const pty = await inTerminal({ ...bare, NODE_OPTIONS: `${dns} ${network}` }, '--tunnel', 'none', '--lan');
    await pty.until(/In this network:\r?\n\r?\nhttp:\/\/10\.11\.12\.13:[\s\S]*no guests/);
    expect(pty.text).not.toContain('L open to network');
    pty.type('L');
    await pty.until(/is open to the network of this computer already:[\s\S]*\rhttp:\/\/10\.11\.12\.13:/);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
  });
});

const release = pinnedRelease(process.platform, process.arch);
/** Elsewhere the release is an archive. */
const isPlain = release !== undefined && release.sha256 === release.binarySha256;

/**
 * What the real program would download is not here, and nothing outside of the tests may change where it comes from, or its hash. So Node
 * itself is told, before the program runs, that GitHub is a server of the test, and, where the download shall be right, that what comes from
 * there has the hash of the release.
 */
describe.skipIf(!hasPty || !hasOpenssl || !isPlain)('yes at the question about the download', () => {
  const { bytes, sha256: expected } = release ?? { bytes: 0, sha256: '' };
  /** As long as the release; all but the beginning is a comment. */
  const file = Buffer.alloc(bytes, '#'.padEnd(64, ' ').concat('\n'));
  file.write(`#!/bin/sh\nexec '${process.execPath}' '${standInPath}' "$@"\n`);

  /** `let go`: the second half of the file is sent. */
  const online = async (more: string) => {
    const { standIn, environment } = await played('works');
    const asked: ServerResponse[] = [];
    const server = await releaseServer((_request, response) => {
      response.writeHead(200, { 'content-length': file.length }).write(file.subarray(0, bytes / 2));
      asked.push(response);
    });
    const github = before(`
      import crypto from 'node:crypto';
      import https from 'node:https';
      import { syncBuiltinESMExports } from 'node:module';
      const { request } = https;
      https.request = (url, options) => {
        if (url.host !== 'github.com') throw new Error('asked ' + url.host);
        return request(new URL(url.pathname, 'https://${server.host}'), { ...options, ca: ${JSON.stringify(server.ca)} });
      };
      ${more}
      syncBuiltinESMExports();`).join('=');
    const { CHATTRACE_CLOUDFLARED: _none, ...rest } = environment;
    const pty = await inTerminal({ ...rest, NODE_OPTIONS: `${dns} ${github}` });
    await pty.until(/Download it\? .*\[Y\/n\]/);
    expect(server.asked).toEqual([]);
    pty.type('y');
    await pty.until(/cloudflared: downloading, 20 of 40 MB/);
    asked[0]?.end(file.subarray(bytes / 2));
    return { pty, standIn, server };
  };

  test('downloads it with progress, runs it when its hash is right, and the room gets its public link', async () => {
    const found = sha256(file);
    const { pty, standIn, server } = await online(`
      const { digest } = crypto.Hash.prototype;
      crypto.Hash.prototype.digest = function (encoding) {
        const found = digest.call(this, encoding);
        return found === '${found}' ? '${expected}' : found;
      };`);
    await standIn.started(1);
    await pty.until(/cloudflared open after \d+ s\r?\n[\s\S]*\rhttps:\S+trycloudflare\.com\/#1\.[\s\S]*no guests/);
    expect(server.asked).toEqual([expect.stringMatching(/^\/cloudflare\/cloudflared\/releases\/download\/[\d.]+\/cloudflared-/)]);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(pty.text).toContain('Doors and server closed.');
  });

  test('runs nothing whose hash is another, says so, and the room stays here', async () => {
    const { pty, standIn } = await online('');
    await pty.until(/did not open\r?\n[\s\S]*warning\[TUNNEL_BINARY_REFUSED\][\s\S]*Only this computer can open the link[\s\S]*no guests/);
    expect(standIn.starts).toEqual([]);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
  });
});
