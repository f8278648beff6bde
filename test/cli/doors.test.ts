import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lanHost } from '../../src/cli/start/lan.js';
import { folder, named, runCli, type Cli } from '../helpers/cli.js';
import { bare, played } from '../helpers/played-doors.js';
import { isRunning } from '../helpers/stand-in.js';

const names = (host: Cli): readonly string[] =>
  host.events.map(({ event, state, code }) => [event, state, code].filter((word) => typeof word === 'string').join(' '));

const state =
  (wanted: string) =>
  ({ event, state: is }: { readonly event: string; readonly state?: unknown }): boolean =>
    event === 'tunnel' && is === wanted;

describe('a quick tunnel', () => {
  test('is the door by default; ready comes last and once, with its link, and the end comes quickly', async () => {
    const { standIn, environment } = await played('works');
    const host = runCli(['start', '--json', '--no-input'], { environment });
    const ready = await host.event(named('ready'));
    const { url, localUrl, reach } = ready as Readonly<Record<string, unknown>>;
    expect(names(host)).toEqual(['tunnel resolving', 'tunnel requesting', 'tunnel registering', 'tunnel ready', 'ready']);
    expect([reach, url, localUrl]).toEqual([
      'public',
      expect.stringContaining(`${standIn.starts[0]?.url}/#1.`),
      expect.stringMatching(/^http:\/\/127/),
    ]);
    const guest = runCli(['join', '--json'], { environment: { CHATTRACE_LINK: String(localUrl) } });
    await host.event(named('member-joined'));
    const asked = performance.now();
    host.kill('SIGINT');
    expect(await host.exited).toBe(0);
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(host.events.at(-1)).toMatchObject({ event: 'ended', wipe: { complete: true, children: 0, filesLeft: 0 } });
    expect(isRunning(standIn.starts[0]?.pid ?? 0)).toBe(false);
    expect(await guest.exited).toBe(0);
    expect(guest.events.at(-1)).toMatchObject({ event: 'ended', reason: 'host-ended' });
  });

  test('that dies ends nothing', async () => {
    const { standIn, environment } = await played('works');
    const host = runCli(['start', '--json', '--no-input', '--tunnel', 'cloudflared'], { environment });
    await host.event(named('ready'));
    standIn.tell('crash');
    expect(await host.event(named('warning'))).toMatchObject({ code: 'TUNNEL_EXITED' });
    host.kill('SIGINT');
    expect(await host.exited).toBe(0);
    expect(host.events.filter(named('ready'))).toHaveLength(1);
  });

  test.each([
    ['offline', 'TUNNEL_OFFLINE'],
    ['too-many', 'TUNNEL_RATE_LIMITED'],
  ])('%s: by default the room stays local, with the reason; a named door ends with 69', async (play, code) => {
    const { environment } = await played(play);
    const host = runCli(['start', '--json', '--no-input'], { environment });
    expect(await host.event(named('ready'))).toMatchObject({ reach: 'local', url: expect.stringMatching(/^http:\/\/127/) as string });
    expect(names(host).slice(-3)).toEqual([`tunnel failed`, `warning ${code}`, 'ready']);
    host.kill('SIGINT');
    expect(await host.exited).toBe(0);
    const insisting = runCli(['start', '--json', '--no-input', '--tunnel', 'cloudflared'], { environment });
    expect(await insisting.exited).toBe(69);
    expect(names(insisting).slice(-3)).toEqual(['tunnel failed', `error ${code}`, `ended ${code}`]);
  });

  test('without its program, and nobody to ask: the local room at once', async () => {
    const host = runCli(['start', '--json', '--no-input'], { environment: bare });
    await host.event(named('ready'));
    expect(names(host)).toEqual(['warning TUNNEL_BINARY_MISSING', 'ready']);
  });

  test('a program that was named and is none is the reason', async () => {
    const cwd = folder();
    const fake = join(cwd, 'cloudflared');
    writeFileSync(fake, '#!/bin/sh\necho no\n');
    chmodSync(fake, 0o755);
    const host = runCli(['start', '--no-input', '--tunnel', 'cloudflared'], { cwd, environment: { ...bare, CHATTRACE_CLOUDFLARED: fake } });
    expect(await host.exited).toBe(69);
    expect(host.stderr).toMatch(/error\[TUNNEL_BINARY_MISSING\].*\nwhy: CHATTRACE_CLOUDFLARED: .* does not say that it is cloudflared/);
  });
});

describe('several doors', () => {
  test('every link is printed; one may fail while the other stays', async () => {
    const { standIn, environment } = await played('works');
    const host = runCli(['start', '--json', '--no-input', '--tunnel', 'ssh:localhost.run', '--tunnel', 'cloudflared'], { environment });
    const ready = await host.event(named('ready'));
    expect(ready).toMatchObject({ reach: 'public', url: expect.stringContaining(standIn.starts[0]?.url ?? '-') as string });
    expect(host.events.filter(state('failed'))).toMatchObject([{ door: 'ssh:localhost.run' }]);
    expect(host.events.filter(named('warning'))).toMatchObject([{ code: 'TUNNEL_BINARY_MISSING' }]);
    expect(host.events.filter(state('ready'))).toMatchObject([{ door: 'cloudflared' }]);
  });

  test('when none opens the session ends with 69', async () => {
    const { environment } = await played('offline');
    const host = runCli(['start', '--no-input', '--tunnel', 'ssh:localhost.run,cloudflared'], { environment });
    expect(await host.exited).toBe(69);
    expect(host.stderr).toContain('warning[TUNNEL_BINARY_MISSING]');
    expect(host.stderr).toContain('error[TUNNEL_OFFLINE]');
    expect(host.stdout).toBe('');
  });
});

describe('the network of this computer', () => {
  test('is opened by --lan, which is said; the page knows it', async () => {
    const host = runCli(['start', '--json', '--no-input', '--tunnel', 'none', '--lan']);
    const ready = await host.event(named('ready'));
    const near = lanHost('0.0.0.0');
    expect(ready).toMatchObject(
      near === undefined ? { reach: 'local' } : { reach: 'lan', lanUrl: expect.stringContaining(`http://${near}:`) as string },
    );
    expect(host.stderr).toContain('! plain http in this network: whoever is in it can alter the page on its way (lan, set by --lan)');
    const page = await fetch(new URL('/', String(ready['localUrl'])));
    expect(await page.text()).toContain('<meta name="chattrace-plain-http" content="lan">');
  });

  test('join follows plain http to it with --lan only, and to no name', async () => {
    const fragment = `#L.${'A'.repeat(43)}.${'A'.repeat(22)}`;
    const join = async (link: string, ...flags: readonly string[]) => {
      const guest = runCli(['join', '--json', ...flags], { environment: { CHATTRACE_LINK: `${link}/${fragment}` } });
      await guest.event(named('error'));
      guest.kill('SIGKILL');
      return guest.events.find(named('error'))?.['code'];
    };
    expect(await join('http://192.168.255.255:1')).toBe('INSECURE_ORIGIN');
    expect(await join('http://192.0.2.2:1', '--lan')).toBe('INSECURE_ORIGIN');
    expect(await join('http://room.example:1', '--lan')).toBe('INSECURE_ORIGIN');
    expect(await join(`http://${'a'.repeat(56)}.onion`, '--lan')).toBe('ONION_ADDRESS');
  });
});
