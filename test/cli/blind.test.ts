import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLink } from '../../src/crypto/link.js';
import { folder, named, runCli, saying, type Cli } from '../helpers/cli.js';

const start = (...flags: readonly string[]): Cli => runCli(['start', '--blind', '--tunnel', 'none', '--no-input', ...flags]);
const enter = (link: string, ...flags: readonly string[]): Cli => runCli(['join', ...flags], { environment: { CHATTRACE_LINK: link } });

describe('start --blind', () => {
  test('prints a link that makes a room; join makes it and prints its link; others enter with that one', async () => {
    const host = start('--json');
    const ready = await host.event(named('ready'));
    const ticketLink = String(ready['url']);
    expect(ready).toMatchObject({ blind: true, encryption: 'mls' });
    expect(ready).not.toHaveProperty('roomId');
    expect(parseLink(ticketLink)).toMatchObject({ ok: true, value: { secret: { mode: 'new' } } });

    const ana = enter(ticketLink, '--json', '--nick', 'Ana');
    const link = String((await ana.event(named('made')))['url']);
    expect(parseLink(link)).toMatchObject({ ok: true, value: { secret: { mode: 'mls', hostFp: new Uint8Array(0) } } });
    const ben = enter(link, '--json', '--nick', 'Ben');
    await ben.event(named('confirmed'));
    await ana.event((one) => one.event === 'member-joined' && one['nick'] === 'Ben');
    ana.write('for two\n');
    await ben.event(saying('for two'));

    const late = enter(ticketLink, '--json');
    expect(await late.exited).toBe(77);
    expect(late.events.map(({ event, code }) => [event, code])).toEqual([
      ['error', 'TICKET_USED'],
      ['ended', 'TICKET_USED'],
    ]);

    host.kill('SIGINT');
    expect(await host.exited).toBe(0);
    expect([await ana.exited, await ben.exited]).toEqual([69, 69]);
    expect(ben.events.at(-1)).toMatchObject({ event: 'ended', reason: 'host-gone', code: 'RELAY_ENDED' });
    expect(host.events.map(({ event, count }) => (count === undefined ? event : count))).toEqual(['ready', 1, 2, 'ended']);
    const secret = new URL(link).hash.slice(3);
    for (const word of ['Ana', 'Ben', 'for two', secret]) expect(`${host.stdout}${host.stderr}`).not.toContain(word);
  });

  test('for people: the link alone on stdout, counts on stderr, and no name', async () => {
    const host = start('--once');
    await host.printed(/#new\..*\n/);
    expect(host.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#new\.[\w-]{22}\n$/);
    const ana = enter(host.stdout.trim(), '--nick', 'Ana');
    await ana.printed(/#1\..*\n/);
    expect(ana.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#1\.[\w-]{43}\.\n$/);
    ana.endInput();
    expect(await ana.exited).toBe(0);
    expect(await host.exited).toBe(0);
    expect(host.stderr).toContain('none yet: who opens the link first makes it');
    expect(host.stderr).toContain('this terminal has no key of the room');
    expect(host.stderr).toMatch(/\+ 1 here\n- nobody is here\n/);
    expect(host.stderr).not.toContain('Ana');
  });

  test.each([
    ['--title', 'Friday'],
    ['--nick', 'Ana'],
    ['--history', '3'],
    ['--encryption', 'shared-key'],
    ['--encryption', 'none'],
  ])('refuses %s %s, which takes a host', async (flag, value) => {
    const host = start(flag, value);
    expect(await host.exited).toBe(64);
    expect(host.stderr).toMatch(new RegExp(`^error\\[USAGE\\]: .*\nwhy: ${flag} does not go with --blind`));
    expect(host.stdout).toBe('');
  });

  test('leaves the nick of one’s own file and of the environment aside: it is for join', async () => {
    const cwd = folder();
    const file = join(cwd, 'mine.json');
    writeFileSync(file, '{"nick":"Ana"}');
    const args = ['start', '--blind', '--tunnel', 'none', '--no-input', '--ttl', '1s', '--json'];
    expect(await runCli(args, { environment: { CHATTRACE_NICK: 'Ana' } }).exited).toBe(0);
    expect(await runCli([...args, '--config', file], { cwd }).exited).toBe(64);
  });
});
