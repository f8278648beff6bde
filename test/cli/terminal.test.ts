import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folder, named, openRoom, runCli, saying, type Cli } from '../helpers/cli.js';
import { before, root } from '../helpers/session-process.js';
import { hasPty, openPty, type Pty, type PtyOptions } from '../helpers/pty.js';

const program = fileURLToPath(new URL('../../bin/chattrace.js', import.meta.url));
const LINK = /http:\/\/127\.0\.0\.1:\d+\/#1\.[\w-]{43}\.[\w-]{22}/;

/** `chattrace` in a terminal of its own, in an environment that has nothing of this one but the path. */
async function inTerminal(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  size: PtyOptions = {},
  script = program,
): Promise<Pty> {
  const home = folder();
  const env = { PATH: process.env['PATH'], HOME: home, TERM: 'xterm', XDG_STATE_HOME: home, ...environment };
  const pty = await openPty([process.execPath, script, ...args], { cwd: home, env, columns: 100, rows: 40, ...size });
  onTestFinished(() => pty[Symbol.asyncDispose]());
  return pty;
}

/** A session in a terminal, its link, and a guest. */
async function openTerminal(...flags: readonly string[]): Promise<{ pty: Pty; link: string; guest: (nick: string) => Promise<Cli> }> {
  const pty = await inTerminal(['start', '--tunnel', 'none', '--logs', 'delete', ...flags]);
  await pty.until(/no guests · 0 messages/);
  const link = LINK.exec(pty.text)?.[0] ?? '';
  const guest = async (nick: string): Promise<Cli> => {
    const cli = runCli(['join', '--json', '--nick', nick], { environment: { CHATTRACE_LINK: link } });
    await cli.event(named('joined'));
    return cli;
  };
  return { pty, link, guest };
}

describe.skipIf(!hasPty)('start in a terminal', () => {
  test('shows its beats in order, and the link once, from column 0', async () => {
    const { pty, link } = await openTerminal();
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    const beats = [
      '____',
      'config',
      'port',
      'server',
      'room',
      link,
      'Who sees what',
      'no guests',
      'Session ended.',
      'Keys overwritten',
      'Server closed.',
      'closed ',
      'overwritten ',
      'checked ',
      'not checked ',
    ];
    let at = 0;
    for (const beat of beats) {
      const next = pty.text.indexOf(beat, at);
      expect(next, `${beat} after ${pty.text.slice(0, at)}`).toBeGreaterThanOrEqual(at);
      at = next + beat.length;
    }
    expect(pty.text.split(link)).toHaveLength(2);
    expect(pty.text).toMatch(new RegExp(`\\n${link.replace(/[.#/]/g, '\\$&')}\\r?\\n`));
  });

  test('lists who comes and goes, and the first guest’s time, but no message', async () => {
    const { pty, guest } = await openTerminal();
    const ana = await guest('Ana');
    await pty.until(/\+ Ana joined, 2 here[\s\S]*first guest in \d+ s/);
    ana.write('a-secret-word\n');
    await pty.until(/1 guest · 1 message/);
    ana.endInput();
    await pty.until(/- Ana left, 1 here/);
    expect(pty.text).not.toContain('a-secret-word');
  });

  test('keys: lock, QR, copy; Ctrl+Z and Ctrl+D end nothing', async () => {
    const { pty, link, guest } = await openTerminal();
    pty.type('l');
    await pty.until(/The room is locked/);
    const refused = runCli(['join', '--json'], { environment: { CHATTRACE_LINK: link } });
    expect(await refused.exited).toBe(77);
    expect(refused.events.at(-1)).toMatchObject({ reason: 'refused', code: 'ROOM_LOCKED' });
    pty.type('l');
    await pty.until(/The room is open again/);
    expect(pty.text).not.toMatch(/[▀▄█]{5}/);
    pty.type('q');
    // The link stands below it again: the code may have moved it off the screen.
    await pty.until(/[▀▄█]{5}[\s\S]*#1\.[\w-]{43}\.[\w-]{22}/);
    pty.type('c');
    await pty.until(/The terminal was asked to copy the link/);
    expect(pty.raw).toContain(`\u001b]52;c;${Buffer.from(link).toString('base64')}\u0007`);
    pty.type('\u001a');
    await pty.until(/Ctrl\+Z would freeze the room/);
    pty.type('\u0004');
    await guest('Ana');
    await pty.until(/Ana joined/);
  });

  test('a small terminal gets a hint in place of the QR code', async () => {
    const pty = await inTerminal(['start', '--tunnel', 'none', '--logs', 'delete'], {}, { columns: 43, rows: 40 });
    await pty.until(/no guests/);
    pty.type('q');
    await pty.until(/A QR code needs a terminal of 44 × 24/);
    expect(pty.text).not.toMatch(/[▀▄█]{5}/);
  });

  test('NO_COLOR and --ascii: no colour, no other sign', async () => {
    const pty = await inTerminal(['start', '--tunnel', 'none', '--logs', 'delete', '--ascii', '--no-qr'], { NO_COLOR: '1' });
    await pty.until(/no guests - 0 messages/);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(pty.raw).not.toMatch(/\u001b\[[\d;]+m/);
    expect(pty.text).toMatch(/^[\x20-\x7e\r\n]*$/);
  });

  test('in a narrow terminal breaks lines between words, but never the link', async () => {
    const pty = await inTerminal(
      ['start', '--tunnel', 'none', '--logs', 'delete', '--title', 'Friday evening at the lake'],
      {},
      { columns: 40, rows: 40 },
    );
    await pty.until(/no guests {3}c copy {2}q QR {2}Ctrl\+C end/);
    const link = LINK.exec(pty.text)?.[0] ?? '';
    expect(pty.text).toMatch(/room {4}called Friday evening at the\r?\n {10}lake, open on this computer\r?\n/);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(pty.text).toMatch(/\nnot checked {2}.*\r?\n {13}\S/);
    const lines = pty.text.split(/[\r\n]+/).filter((line) => line !== link && !/[⠀-⣿]/u.test(line));
    expect(lines.filter((line) => line.length > 40)).toEqual([]);
  });

  test('Ctrl+C as soon as the link is seen ends a session that was open', async () => {
    const pty = await inTerminal(['start', '--tunnel', 'none']);
    await pty.until(LINK);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(pty.text).toMatch(/#1\.[\s\S]*Session ended\.[\s\S]*closed [\s\S]*not checked /);
  });

  test('Ctrl+C before the room is open says so', async () => {
    const pty = await inTerminal(['start', '--tunnel', 'none'], {
      NODE_OPTIONS: before("import net from 'node:net'; net.Server.prototype.listen = function () { return this; };").join('='),
    });
    await pty.until(/config {2}changed: tunnel/);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(pty.text).toMatch(/Stopped before the room was open; nothing stays\.\s*$/);
    expect(pty.text).not.toMatch(LINK);
  });

  test('the question about the log is asked also when the program’s files are gone', async () => {
    const copy = join(folder(), 'package');
    for (const part of ['bin', 'dist', 'assets', 'templates', 'config.json', 'package.json'])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    const pty = await inTerminal(['start', '--tunnel', 'none', '--logs', 'ask'], {}, {}, join(copy, 'bin', 'chattrace.js'));
    await pty.until(/no guests · 0 messages/);
    const guest = runCli(['join', '--json'], { environment: { CHATTRACE_LINK: LINK.exec(pty.text)?.[0] } });
    await guest.event(named('joined'));
    await pty.until(/1 guest/);
    rmSync(join(copy, 'dist'), { recursive: true });
    pty.type('\u0003');
    await pty.until(/Keep the event log \([12] entr/);
    pty.type('n');
    expect(await pty.exited).toBe(0);
    expect(pty.text).toContain('event log deleted');
  });

  test('over ssh it says that the room dies with the connection', async () => {
    const pty = await inTerminal(['start', '--tunnel', 'none', '--logs', 'delete'], { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' });
    await pty.until(/This room dies with your connection[\s\S]*no guests/);
  });
});

describe.skipIf(!hasPty)('join in a terminal', () => {
  test('asks for the link when it has none', async () => {
    const { link } = await openRoom();
    const pty = await inTerminal(['join', '--nick', 'Ana']);
    await pty.until(/Paste the link \(Ctrl\+C to leave\): $/);
    pty.type(`${link.slice(0, -1)}\r`);
    await pty.until(/error\[LINK_CUT\][\s\S]*Paste the link \(Ctrl\+C to leave\): $/);
    pty.type(`${link}\r`);
    await pty.until(/2 here: .*·host, Ana·you/);
    pty.type('/quit\r');
    expect(await pty.exited).toBe(0);
    expect(pty.text).toContain('You have left.');
  });

  test('Ctrl+C at that question is an end, not a mistake', async () => {
    const pty = await inTerminal(['join']);
    await pty.until(/leave\): $/);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(pty.text).toMatch(/leave\): \r?\n$/);
    expect(pty.text).not.toContain('error[');
  });

  test('keeps the half-typed line when a message arrives', async () => {
    const { link, guest } = await openRoom();
    const bob = await guest('Bob');
    const pty = await inTerminal(['join', '--nick', 'Ana'], { CHATTRACE_LINK: link });
    await pty.until(/> $/);
    pty.type('half ');
    await pty.until(/> half $/);
    bob.write('hello\n');
    await pty.until(/1 Bob · hello\r?\n> half $/);
    pty.type('typed\r');
    await bob.event(saying('half typed'));
    await pty.until(/2 Ana·you · half typed/);
  });

  test('pasted lines are one message, to be sent with Enter', async () => {
    const { link, guest } = await openRoom();
    const bob = await guest('Bob');
    const pty = await inTerminal(['join', '--nick', 'Ana'], { CHATTRACE_LINK: link });
    await pty.until(/> $/);
    expect(pty.raw).toContain('\u001b[?2004h');
    // What a terminal sends for a paste; its Ctrl+C and its tab are no keys.
    pty.type('see: \u001b[200~one\rtwo\r\n\n\u0003\tfour\n\u001b[201~');
    await pty.until(/> see: one␤two␤␤ {4}four$/);
    expect(bob.events.filter(named('message'))).toEqual([]);
    pty.type('!\r');
    await bob.event(saying('see: one\ntwo\n\n    four!'));
    await pty.until(/1 Ana·you · see: one\r\n(?:> )? {4}two\r\n(?:> )? {4}\r\n(?:> )? {8}four!/);
    pty.type(`\u001b[200~${'x'.repeat(20_000)}\u001b[201~`);
    await pty.until(/error\[TEXT_TOO_LONG\]/);
    pty.type('/quit\r');
    expect(await pty.exited).toBe(0);
    expect(pty.raw.lastIndexOf('\u001b[?2004l')).toBeGreaterThan(pty.raw.lastIndexOf('\u001b[?2004h'));
  });

  test('what was not delivered is marked, and counted at the end', async () => {
    const { host, link } = await openRoom();
    const pty = await inTerminal(['join', '--nick', 'Ana'], { CHATTRACE_LINK: link });
    await pty.until(/> $/);
    host.kill('SIGKILL');
    await pty.until(/the connection broke; trying again for up to 1 min; Ctrl\+C leaves/);
    pty.type('lost words\r');
    await pty.until(/… 1 Ana·you · lost words/);
    pty.type('and more\r');
    await pty.until(/… 2 Ana·you · and more/);
    pty.type('\u0003');
    expect(await pty.exited).toBe(0);
    expect(pty.text).toMatch(/warning\[NOT_DELIVERED\].*\r?\nwhy: 2 of yours\r?\n/);
  });

  test('commands show what they say, and an unknown one says nothing', async () => {
    const { link, guest } = await openRoom();
    const bob = await guest('Bob');
    const pty = await inTerminal(['join', '--nick', 'Ana'], { CHATTRACE_LINK: link });
    await pty.until(/> $/);
    pty.type('/help\r');
    await pty.until(/\/nick NAME +change your nick/);
    pty.type('/who\r');
    await pty.until(/\/quit[\s\S]*3 here: (?=.*Ana·you)(?=.*Bob)/);
    pty.type('/nope\r');
    await pty.until(/error\[COMMAND_UNKNOWN\]/);
    pty.type('/me waves\r');
    await pty.until(/Ana·you · \* waves/);
    await bob.event(saying('waves'));
    expect(bob.events.filter(named('message'))).toHaveLength(1);
  });

  test('a hostile message is shown as escapes', async () => {
    const { link, guest } = await openRoom();
    const bob = await guest('Bob');
    const pty = await inTerminal(['join', '--nick', 'Ana'], { CHATTRACE_LINK: link });
    await pty.until(/> $/);
    bob.write('x\u001b]0;owned\u0007\u009b2J\u202ey\n');
    await pty.until(/Bob · x\\u\{1b\}\]0;owned\\u\{7\}\\u\{9b\}2J\\u\{202e\}y/);
    expect(pty.raw).not.toContain('\u001b]0;owned');
    expect(pty.raw).not.toContain('\u009b');
    expect(pty.raw).not.toContain('\u202e');
  });

  test('Ctrl+C and Ctrl+D leave with 0', async () => {
    const { link } = await openRoom();
    for (const key of ['\u0003', '\u0004']) {
      const pty = await inTerminal(['join', '--nick', 'Ana'], { CHATTRACE_LINK: link });
      await pty.until(/> $/);
      pty.type(key);
      expect(await pty.exited).toBe(0);
    }
  });

  test('a room that is not encrypted says so at every prompt', async () => {
    const { link } = await openRoom('--encryption', 'none');
    const pty = await inTerminal(['join'], { CHATTRACE_LINK: link });
    await pty.until(/NOT encrypted: the relay[\s\S]*\(not encrypted\) > $/);
  });
});
