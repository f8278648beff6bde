import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLink } from '../../src/crypto/link.js';
import { folder, named, openRoom, runCli } from '../helpers/cli.js';

const end = ['start', '--tunnel', 'none', '--ttl', '1s', '--no-input'] as const;

test('--history is refused where the mode has none', async () => {
  const host = runCli([...end, '--encryption', 'shared-key', '--history', '5']);
  expect(await host.exited).toBe(64);
  expect(host.stderr).toContain('why: --history goes with --encryption mls alone');
  expect(host.stderr).not.toContain('newcomers are given');
});

describe('start --json', () => {
  test('prints ready first and once, with all that a program needs', async () => {
    const { host, link } = await openRoom();
    const [ready] = host.events;
    expect(ready).toEqual({
      v: 1,
      event: 'ready',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      url: link,
      localUrl: link,
      reach: 'local',
      roomId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      name: 'main',
      pid: expect.any(Number) as number,
      encryption: 'mls',
      assets: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
    expect(parseLink(link)).toMatchObject({ ok: true, value: { secret: { mode: 'mls' } } });
    host.kill('SIGINT');
    expect(await host.exited).toBe(0);
    expect(host.events.filter(named('ready'))).toHaveLength(1);
    expect(host.events.at(-1)).toMatchObject({ event: 'ended', reason: 'signal', wipe: { complete: true, logs: 'deleted' } });
  });

  test('the end of stdin ends nothing', async () => {
    const { host, guest } = await openRoom();
    host.endInput();
    await guest('Ana');
    await host.event(named('member-joined'));
  });

  test('--ttl ends it', async () => {
    const host = runCli([...end, '--json']);
    expect(await host.exited).toBe(0);
    expect(host.events.at(-1)).toMatchObject({ event: 'ended', reason: 'ttl' });
  });

  test('--idle ends it when nobody comes', async () => {
    const host = runCli(['start', '--tunnel', 'none', '--json', '--idle', '1s']);
    expect(await host.exited).toBe(0);
    expect(host.events.at(-1)).toMatchObject({ event: 'ended', reason: 'idle' });
  });

  test('--once ends it when the last guest has left', async () => {
    const { host, guest } = await openRoom('--once');
    const [ana, bob] = [await guest('Ana'), await guest('Bob')];
    ana.endInput();
    expect(await ana.exited).toBe(0);
    bob.write('still here\n');
    await host.event(named('message'));
    bob.endInput();
    expect(await host.exited).toBe(0);
    expect(host.events.at(-1)).toMatchObject({ event: 'ended', reason: 'command' });
  });

  test('a reader that goes away ends it quietly', async () => {
    const { host, join: joining } = await openRoom();
    host.closeOutput();
    joining();
    expect(await host.exited).toBe(0);
    expect(host.stderr).toBe('');
  });

  test('a port in use: error, ended, 73', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const host = runCli(['start', '--tunnel', 'none', '--json', '--port', String(port)]);
    expect(await host.exited).toBe(73);
    expect(host.events.map(({ event, code }) => [event, code])).toEqual([
      ['error', 'PORT_IN_USE'],
      ['ended', 'PORT_IN_USE'],
    ]);
    server.close();
  });
});

describe('start', () => {
  test('prints the link on stdout, and nothing else, when it is no terminal', async () => {
    const host = runCli(end);
    expect(await host.exited).toBe(0);
    expect(host.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#1\.[\w-]{43}\.[\w-]{22}\n$/);
    const [link = ''] = host.stdout.split('\n');
    expect(host.stderr).not.toContain(link);
    expect(host.stderr).not.toContain('\u001b');
    expect(host.stderr).toContain('Who sees what: who is in the list can read from then on');
    expect(host.stderr).toMatch(/closed {7}.*\noverwritten .*\nchecked .*\nnot checked /);
  });

  test('--quiet prints the link alone', async () => {
    const host = runCli([...end, '--quiet']);
    expect(await host.exited).toBe(0);
    expect(host.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\S+\n$/);
    expect(host.stderr).toBe('');
  });

  test('says each setting that lowers the session, wherever it was set', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'mine.json'), '{"encryption":"none"}');
    const host = runCli([...end, '--quiet', '--config', 'mine.json', '--logs', 'keep'], { cwd });
    expect(await host.exited).toBe(0);
    expect(host.stdout).toContain('/#0.');
    expect(host.stderr).toContain('no encryption: the relay can read every message (encryption, set by mine.json)');
    expect(host.stderr).toContain('the event log is kept when the session ends (logs, set by --logs)');
  });

  test.each(['0.0.0.0', '::', '192.0.2.1'])('listens on %s only with --lan', async (address) => {
    const host = runCli([...end, '--bind', address]);
    expect(await host.exited).toBe(73);
    expect(host.stderr).toMatch(/error\[BIND_FAILED\].*\nwhy: .*that takes --lan/);
  });

  test('listens on the loopback address of IPv6', async () => {
    const host = runCli([...end, '--bind', '::1', '--json']);
    expect(await host.exited).toBe(0);
    expect((await host.event(named('ready')))['url']).toMatch(/^http:\/\/\[::1\]:\d+\/#/);
  });

  test('FORCE_COLOR colours, NO_COLOR wins over it, and the flag over both', async () => {
    const coloured = async (environment: NodeJS.ProcessEnv, ...flags: string[]): Promise<boolean> => {
      const host = runCli([...end, ...flags], { environment });
      await host.exited;
      return host.stderr.includes('\u001b[');
    };
    expect(await coloured({ FORCE_COLOR: '1' })).toBe(true);
    expect(await coloured({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(await coloured({ NO_COLOR: '1' }, '--color')).toBe(true);
    expect(await coloured({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
  });
});

describe('hostile config files', () => {
  const run = async (content: string | Uint8Array | undefined): Promise<{ code: number; stderr: string }> => {
    const cwd = folder();
    mkdirSync(join(cwd, 'config', 'chattrace'), { recursive: true });
    const path = join(cwd, 'config', 'chattrace', 'config.json');
    if (content === undefined) mkdirSync(path);
    else writeFileSync(path, content);
    const program = runCli(['config'], { cwd });
    return { code: await program.exited, stderr: program.stderr };
  };

  test.each([
    ['a folder', undefined, 'CONFIG_UNREADABLE', 'not a file'],
    ['larger than 64 KiB', ' '.repeat(65_537), 'CONFIG_UNREADABLE', 'larger than 65536 bytes'],
    ['no JSON', '{"port": 1,}', 'CONFIG_NOT_JSON', ''],
    ['not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'CONFIG_NOT_JSON', 'not UTF-8'],
    ['a list', '[]', 'CONFIG_NOT_JSON', 'expected one object'],
    [
      'nested too deep to matter',
      `{"port": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      'CONFIG_BAD_VALUE',
      '"port": expected a whole number',
    ],
    ['an unknown key', '{"prot": 1}', 'CONFIG_UNKNOWN_KEY', '"prot"'],
    ['a prototype', '{"__proto__": {"port": 1}}', 'CONFIG_UNKNOWN_KEY', '"__proto__"'],
    ['a key with terminal codes', '{"\\u001b[2J": 1}', 'CONFIG_UNKNOWN_KEY', '\\u{1b}[2J'],
    ['a bad value', '{"port": "80"}', 'CONFIG_BAD_VALUE', '"port": expected a whole number from 0 to 65535; found "80"'],
    ['less encryption', '{"encryption": "none"}', 'CONFIG_NOT_ALLOWED', '"encryption": no encryption'],
  ])('%s: 78, with file and what was expected', async (_name, content, code, why) => {
    const result = await run(content);
    expect(result.code).toBe(78);
    expect(result.stderr).toContain(`error[${code}]: `);
    expect(result.stderr).toContain('config.json: ');
    expect(result.stderr).toContain(why);
    expect(result.stderr).not.toContain('\u001b');
  });

  test('nothing is read from the current folder', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'config.json'), '{"port": 1}');
    const program = runCli(['config', '--json'], { cwd });
    expect(await program.exited).toBe(0);
    expect(JSON.parse(program.stdout)).toMatchObject({ port: { value: 0, from: 'package' } });
  });
});

describe('usage', () => {
  test('--help of each command goes to stdout, exit 0', async () => {
    for (const [args, words] of [
      [['--help'], 'Usage:'],
      [['start', '--help'], '--max-members <number>'],
      [['join', '--help'], 'An argument is visible to every user of this computer'],
      [['config', '--help'], '--config <file>'],
    ] as const) {
      const program = runCli(args);
      expect(await program.exited).toBe(0);
      expect(program.stdout).toContain(words);
      expect(program.stderr).toBe('');
    }
  });

  test.each([
    [['start', '--nonsense'], "unknown option '--nonsense'"],
    [['start', '--port', '70000'], '--port: expected a whole number from 0 to 65535; found 70000'],
    [['start', 'surplus'], 'too many arguments'],
    [['stat'], "unknown command 'stat'"],
    [[], 'a command is needed'],
    [
      ['start', '--tunnel', 'ngrok'],
      '--tunnel: expected auto, none, or up to 8 of cloudflared, tor and ssh:user@host[:port], each once; found "ngrok"',
    ],
    [['start', '--tunnel', 'ssh:-oProxyCommand=x'], '--tunnel: expected auto'],
    [['start', '--tunnel', 'tor', '--bind', '::1'], '--tunnel leads to 127.0.0.1, where --bind ::1 does not listen'],
  ])('%j is refused with 64', async (args, why) => {
    const program = runCli(args);
    expect(await program.exited).toBe(64);
    expect(program.stderr).toMatch(/^error\[USAGE\]: That is not how this command is called\.\nwhy: .*\ntry: Run it with --help\.\n$/);
    expect(program.stderr).toContain(why);
    const json = runCli([...args, '--json']);
    expect(await json.exited).toBe(64);
    expect(json.events.map(({ event, code }) => [event, code])).toEqual([
      ['error', 'USAGE'],
      ['ended', 'USAGE'],
    ]);
  });
});
