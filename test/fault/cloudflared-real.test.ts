import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { OLDEST_VERSION, isOlder } from '../../src/adapters/tunnel/cloudflared/pinned.js';
import { cloudflaredTunnel } from '../../src/adapters/tunnel/cloudflared/tunnel.js';
import { versionOf } from '../../src/adapters/tunnel/cloudflared/version.js';
import { Children, openWatched } from '../helpers/door-watch.js';
import { folder } from '../helpers/fake-release.js';
import { freePort } from '../helpers/free-port.js';
import { isRunning, standInPath } from '../helpers/stand-in.js';
import { TunnelRecorder } from '../helpers/tunnel-recorder.js';

/**
 * The real program as far as it gets without the Internet, with a service of ours that hands out no tunnels; and the stand-in, which must
 * say the same there.
 */
const real = process.env['CHATTRACE_TEST_CLOUDFLARED'];
const programs = [
  ['the stand-in', standInPath],
  [`the real one${real === undefined ? ' (SKIPPED: CHATTRACE_TEST_CLOUDFLARED does not name it)' : ''}`, real],
] as const;

type Answer = (response: ServerResponse) => void;

const service = async (answer: Answer): Promise<number> => {
  const server = createServer((_request, response) => answer(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

/** At home and in the environment is all that must change nothing. */
function doorTo(program: string, play: string, servicePort: number) {
  const home = folder();
  const path = join(home, 'cloudflared');
  writeFileSync(path, `#!/bin/sh\nexec '${program}' "$@" --quick-service http://127.0.0.1:${servicePort}\n`, { mode: 0o755 });
  mkdirSync(join(home, '.cloudflared'));
  writeFileSync(join(home, '.cloudflared', 'config.yml'), 'tunnel: other\ningress:\n  - service: http_status:404\n');
  const environment = {
    PATH: process.env['PATH'],
    HOME: home,
    TUNNEL_URL: 'http://127.0.0.1:9',
    TUNNEL_LOGLEVEL: 'fatal',
    CHATTRACE_STAND_IN: play,
  };
  const registry = new Children();
  const runtimeDir = join(home, 'run');
  return { registry, tunnel: cloudflaredTunnel({ clock: systemClock, binary: { path }, environment, registry, runtimeDir }) };
}

const tunnelOf = JSON.stringify({
  success: true,
  result: {
    id: '9d1c5b1e-7c4e-4f0e-9b7a-2f6c1a5d3e80',
    name: 'qt',
    hostname: 'scarlet-otter-demo-two.trycloudflare.com',
    account_tag: '0'.repeat(32),
    secret: Buffer.alloc(32).toString('base64'),
  },
  errors: [],
});

const answers: readonly (readonly [string, Answer, string, string])[] = [
  ['429', (response) => void response.writeHead(429).end('error code: 1015'), 'too-many', 'TUNNEL_RATE_LIMITED'],
  ['no id', (response) => void response.end('{"success":false,"result":{},"errors":[]}'), 'no-id', 'TUNNEL_RATE_LIMITED'],
  ['502', (response) => void response.writeHead(502).end('<html>'), 'api-down', 'TUNNEL_API_DOWN'],
];

describe.each(programs)('%s', (_name, program) => {
  describe.skipIf(program === undefined || process.platform === 'win32')('without the Internet', () => {
    const path = program as string;

    test('is new enough', async () => {
      const version = (await versionOf({ path, environment: process.env, clock: systemClock })) ?? '';
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(isOlder(version, OLDEST_VERSION)).toBe(false);
    });

    test('finds nobody', async () => {
      const { tunnel } = doorTo(path, 'unreachable', await freePort());
      expect(await openWatched(tunnel, 1).tunnel.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_OFFLINE' });
    });

    test.each(answers)('is answered %s', async (_answer, answer, play, code) => {
      const { tunnel } = doorTo(path, play, await service(answer));
      expect(await openWatched(tunnel, 1).tunnel.closed).toMatchObject({ by: 'itself', code });
    });

    test('gets a URL, whatever is at home and in the environment, and ends at once', async () => {
      const { tunnel, registry } = doorTo(path, 'tcp-blocked', await service((response) => response.end(tunnelOf)));
      const door = tunnel.open({ port: 1, signal: new AbortController().signal });
      onTestFinished(() => door.close());
      await new TunnelRecorder(door).until('registering');
      const { pid } = registry;
      const before = Date.now();
      await door.close();
      expect(Date.now() - before).toBeLessThan(2_000);
      expect(isRunning(pid)).toBe(false);
    });
  });
});
