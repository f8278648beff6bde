import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folder, named, runCli, saying, type Cli } from '../helpers/cli.js';
import { hasPty, openPty, type Pty } from '../helpers/pty.js';

const program = fileURLToPath(new URL('../../bin/chattrace.js', import.meta.url));
const LINK = /http:\/\/127\.0\.0\.1:\d+\/#1\.[\w-]{43}\.[\w-]{22}/;

async function hostInTerminal(...flags: readonly string[]): Promise<{ readonly pty: Pty; readonly link: string }> {
  const home = folder();
  const env = { PATH: process.env['PATH'], HOME: home, TERM: 'xterm', XDG_STATE_HOME: home };
  const command = [process.execPath, program, 'start', '--tunnel', 'none', '--logs', 'delete', ...flags];
  const pty = await openPty(command, { cwd: home, env, columns: 100, rows: 40 });
  onTestFinished(() => pty[Symbol.asyncDispose]());
  await pty.until(/no guests/);
  return { pty, link: LINK.exec(pty.text)?.[0] ?? '' };
}

const guest = (link: string, nick: string): Cli => runCli(['join', '--json', '--nick', nick], { environment: { CHATTRACE_LINK: link } });

describe.skipIf(!hasPty)('a host at a terminal', () => {
  test('R gives the room another link: guests come along, the old one lets nobody in', async () => {
    const { pty, link } = await hostInTerminal();
    const ana = guest(link, 'Ana');
    await pty.until(/Ana joined/);
    await ana.event(named('confirmed'));
    pty.type('R');
    await pty.until(/all who are here come along[\s\S]*The host has given this room another link[\s\S]*Who sees what/);
    const told = await ana.event(named('link-changed'));
    const next = String(told['url']);
    expect(next).toMatch(LINK);
    expect(next).not.toBe(link);
    await pty.until(new RegExp(next.replaceAll('.', '\\.')));
    const refused = runCli(['join', '--json'], { environment: { CHATTRACE_LINK: link } });
    expect(await refused.exited).toBe(77);
    const ben = guest(next, 'Ben');
    await ben.event(named('confirmed'));
    ben.write('hello\n');
    await ana.event(saying('hello'));
    expect(ana.events.filter(({ event }) => event === 'missing' || event === 'warning')).toEqual([]);
  });

  test('what is typed right behind R is of the next link, and shuts out nobody who was in', async () => {
    const { pty, link } = await hostInTerminal();
    const ana = guest(link, 'Ana');
    await pty.until(/Ana joined/);
    await ana.event(named('confirmed'));
    pty.type('R');
    await pty.until(/Making another link/);
    pty.type('q');
    await pty.until(/another link: all[\s\S]*#1\.[\s\S]*Who sees what[\s\S]*#1\./);
    pty.type('l');
    await pty.until(/The room is locked/);
    const { url } = await ana.event(named('link-changed'));
    expect(pty.text.split(String(url)).length - 1).toBe(2);
    expect(pty.text.split(link).length - 1).toBe(1);
    ana.write('hello\n');
    await ana.event(saying('hello'));
  });

  test('R does nothing where it would keep nobody out, and says so', async () => {
    const { pty } = await hostInTerminal('--encryption', 'shared-key');
    expect(pty.text).not.toContain('R new link');
    pty.type('R');
    await pty.until(/Another link would keep nobody out/);
  });
});
