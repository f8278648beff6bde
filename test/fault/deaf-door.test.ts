import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { runtimeDir } from '../../src/adapters/tunnel/runtime-dir.js';
import { sshTunnel } from '../../src/adapters/tunnel/ssh/tunnel.js';
import { torTunnel } from '../../src/adapters/tunnel/tor/tunnel.js';
import type { Clock } from '../../src/core/ports/clock.js';
import type { Tunnel } from '../../src/core/ports/tunnel.js';
import { Children, openWatched } from '../helpers/door-watch.js';
import { createFakeClock } from '../helpers/fake-clock.js';
import { folder } from '../helpers/fake-release.js';
import { isRunning } from '../helpers/stand-in.js';

const script = (text: string): string => {
  const path = join(folder(), 'program');
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
};
const pidFiles = (): readonly string[] => readdirSync(runtimeDir()).filter((name) => name.startsWith('child-'));

type Make = (program: string, clock: Clock, registry: Children) => Tunnel;
const doors: readonly (readonly [string, Make])[] = [
  ['ssh', (program, clock, registry) => sshTunnel({ clock, registry, program, destination: 'localhost.run' })],
  ['tor', (program, clock, registry) => torTunnel({ clock, registry, program, usual: [] })],
];

describe.skipIf(process.platform === 'win32')('a program that does not end when it is told to', () => {
  test.each(doors)('stays written down until it has: %s', async (_name, make) => {
    const [clock, registry, mark] = [createFakeClock(), new Children(), join(folder(), 'runs')];
    const program = script(`trap '' TERM\n: > '${mark}'\nwhile :; do sleep 600; done`);
    const { tunnel } = openWatched(make(program, clock, registry), 1);
    const pid = await registry.started;
    await expect.poll(() => existsSync(mark), { timeout: 20_000 }).toBe(true);
    expect(pidFiles()).toEqual([`child-${pid}.json`]);
    const closing = tunnel.close();
    await expect.poll(() => clock.nextAt, { timeout: 20_000 }).toBe(clock.now() + 500);
    expect([pidFiles(), isRunning(pid)]).toEqual([[`child-${pid}.json`], true]);
    clock.advance(500);
    await closing;
    expect([pidFiles(), isRunning(pid)]).toEqual([[], false]);
  });
});

describe.skipIf(process.platform === 'win32')('an ssh that says again and again that the host listens', () => {
  test('makes us look for our page once', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers.accept);
      response.end('the page');
    });
    onTestFinished(() => void (server.closeAllConnections(), server.close()));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const said = 'debug1: remote forward success for: listen 80, connect 127.0.0.1:1';
    const program = script(`for n in 1 2 3 4 5 6 7 8 9; do echo '${said}' >&2; done\nread line`);
    const publicUrl = `http://127.0.0.1:${port}`;
    const door = openWatched(sshTunnel({ clock: systemClock, program, destination: 'me@box.example', publicUrl }), port);
    await door.ended;
    // Those who came before it are heard before it.
    await fetch(publicUrl, { headers: { accept: 'last' } });
    // At the public address, and at our own.
    expect(asked).toEqual(['text/html', 'text/html', 'last']);
  });
});
