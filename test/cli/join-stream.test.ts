import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, named, openRoom, runCli, saying } from '../helpers/cli.js';

describe('join --json', () => {
  test('two members talk, and the host hears them', async () => {
    const { host, guest } = await openRoom();
    const [ana, bob] = [await guest('Ana'), await guest('Bob')];
    await ana.event((one) => one.event === 'member-joined' && one['nick'] === 'Bob');
    ana.write('hello\n');
    const heard = await bob.event(saying('hello'));
    const own = await ana.event(saying('hello'));
    expect(heard).toMatchObject({ v: 1, kind: 'text', from: { nick: 'Ana', role: 'guest' }, id: own['id'] });
    expect(heard).not.toHaveProperty('own');
    expect(own).toMatchObject({ own: true });
    expect(await host.event(saying('hello'))).toMatchObject({ id: own['id'], from: heard['from'] });
    bob.write('/me waves\n');
    expect(await ana.event(saying('waves'))).toMatchObject({ kind: 'me', from: { nick: 'Bob' } });
    expect([ana.stderr, bob.stderr, host.stderr]).toEqual(['', '', '']);
  });

  test('joined says who is here, and the room', async () => {
    const { host, guest } = await openRoom();
    const ready = await host.event(named('ready'));
    const ana = await guest('Ana');
    const joined = await ana.event(named('joined'));
    expect(joined).toMatchObject({
      roomId: ready['roomId'],
      encryption: 'mls',
      confirmed: false,
      self: { nick: 'Ana', role: 'guest' },
    });
    // The host has shown that it is in the same group.
    await ana.event(named('confirmed'));
    expect((joined['members'] as { role: string }[]).map(({ role }) => role)).toEqual(['host', 'guest']);
    expect(Number.isNaN(Date.parse(String(joined['at'])))).toBe(false);
  });

  test('lines before joined are queued and said in order', async () => {
    const { guest, join } = await openRoom();
    const bob = await guest('Bob');
    const ana = join('--nick', 'Ana');
    ana.write('one\ntwo\n/nope\nthree\n');
    await bob.event(saying('three'));
    expect(bob.events.filter(named('message')).map((one) => one['text'])).toEqual(['one', 'two', 'three']);
    await ana.event(saying('three'));
    expect(ana.events.findIndex(named('joined'))).toBeLessThan(ana.events.findIndex(named('message')));
    expect(ana.events.findIndex(named('joined'))).toBeLessThan(ana.events.findIndex(named('error')));
  });

  test('end of stdin: all is sent, then it leaves with 0', async () => {
    const { guest, join } = await openRoom();
    const bob = await guest('Bob');
    const lines = Array.from({ length: 150 }, (_, i) => `line ${i}`);
    const ana = join('--nick', 'Ana');
    ana.write(lines.join('\n'));
    ana.endInput();
    expect(await ana.exited).toBe(0);
    expect(ana.events.at(-1)).toMatchObject({ event: 'ended', reason: 'command' });
    expect(ana.events.filter(named('message')).map((one) => one['text'])).toEqual(lines);
    await bob.event((one) => one.event === 'member-left' && one['nick'] === 'Ana');
    expect(bob.events.filter(named('message')).map((one) => one['text'])).toEqual(lines);
  });

  test('an unknown command is an error and sends nothing; // escapes', async () => {
    const { guest } = await openRoom();
    const [ana, bob] = [await guest('Ana'), await guest('Bob')];
    ana.write('/nope secret\n\n/who\n//nope is a word\n');
    const error = await ana.event(named('error'));
    expect(error).toMatchObject({ code: 'COMMAND_UNKNOWN' });
    expect(Object.keys(error)).toEqual(['v', 'event', 'at', 'code', 'text', 'hint']);
    await bob.event(saying('/nope is a word'));
    expect(bob.events.filter(named('message'))).toHaveLength(1);
    expect(ana.events.filter(named('error'))).toHaveLength(2);
  });

  test('/nick renames, and /quit leaves after what was said', async () => {
    const { guest } = await openRoom();
    const [ana, bob] = [await guest('Ana'), await guest('Bob')];
    ana.write('/nick \u202eevil\n/nick Eve\nbye\n/quit\nnever said\n');
    expect(await ana.exited).toBe(0);
    expect(await ana.event(named('error'))).toMatchObject({ code: 'NICK_BAD' });
    expect(await bob.event(named('member-renamed'))).toMatchObject({ nick: 'Eve' });
    await bob.event(named('member-left'));
    expect(bob.events.filter(named('message')).map((one) => one['text'])).toEqual(['bye']);
  });

  test('a line that is too long is refused; the next one is said', async () => {
    const { guest } = await openRoom();
    const [ana, bob] = [await guest('Ana'), await guest('Bob')];
    ana.write(`${'x'.repeat(16_001)}\n${'y'.repeat(900_000)}\n${'z'.repeat(16_000)}\n`);
    await bob.event(saying('z'.repeat(16_000)));
    expect(bob.events.filter(named('message'))).toHaveLength(1);
    expect(ana.events.filter(named('error')).map((one) => one['code'])).toEqual(['TEXT_TOO_LONG', 'TEXT_TOO_LONG']);
  });

  test('hostile text is data: nothing in the output can reach a terminal', async () => {
    const { guest } = await openRoom();
    const [ana, bob] = [await guest('Ana'), await guest('Bob')];
    const hostile = 'a\u001b[31m\u001b]52;c;eA==\u0007\u009b2J\u202e\u200b\u2028\u007f é ü';
    ana.write(`${hostile}\n`);
    await bob.event(saying(hostile));
    expect(bob.stdout).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
    expect(bob.stdout).toContain('é ü');
  });

  test('a reader that goes away ends it quietly', async () => {
    const { guest } = await openRoom();
    const [ana, bob] = [await guest('Ana'), await guest('Bob')];
    ana.closeOutput();
    bob.write('are you there\n');
    expect(await ana.exited).toBe(0);
    expect(ana.stderr).toBe('');
    await bob.event((one) => one.event === 'member-left' && one['nick'] === 'Ana');
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s leaves with 0', async (signal) => {
    const { guest } = await openRoom();
    const [ana, bob] = [await guest('Ana'), await guest('Bob')];
    ana.kill(signal);
    expect(await ana.exited).toBe(0);
    expect(ana.events.at(-1)).toMatchObject({ event: 'ended', reason: 'signal', wipe: { complete: true } });
    await bob.event(named('member-left'));
  });

  test('the end of the session is told: host-ended, exit 0', async () => {
    const { host, guest } = await openRoom();
    const ana = await guest('Ana');
    host.kill('SIGINT');
    expect(await ana.exited).toBe(0);
    expect(ana.events.at(-1)).toMatchObject({ event: 'ended', reason: 'host-ended' });
    expect(ana.events.filter(named('error'))).toEqual([]);
  });
});

describe('join that cannot join', () => {
  const key = 'A'.repeat(43);

  test.each([
    ['nobody answers', `http://127.0.0.1:1/#L.${key}.`, 69, 'UNREACHABLE', 'unreachable'],
    ['no link at all', 'hello', 65, 'LINK_MALFORMED', 'error'],
    ['a port that is none', `http://127.0.0.1:99999/#L.${key}.`, 65, 'LINK_MALFORMED', 'error'],
    ['a link without key', 'https://example.com/', 65, 'LINK_NO_KEY', 'error'],
    ['a mode of the future', `http://127.0.0.1:1/#2.${key}.`, 65, 'MODE_UNSUPPORTED', 'error'],
    ['plain http to another computer', `http://192.0.2.1/#L.${key}.`, 77, 'INSECURE_ORIGIN', 'error'],
    ['a name that only begins like this computer', `http://localhost.example.com/#L.${key}.`, 77, 'INSECURE_ORIGIN', 'error'],
  ])('%s', async (_name, link, exitCode, code, reason) => {
    const guest = runCli(['join', '--json', link]);
    expect(await guest.exited).toBe(exitCode);
    expect(guest.events.map(({ event }) => event)).toEqual(['error', 'ended']);
    expect(guest.events[0]).toMatchObject({ code });
    expect(guest.events[1]).toMatchObject({ reason, code });
    expect(guest.stderr).toBe('');
  });

  test('another key, another mode: refused with 77', async () => {
    const { link } = await openRoom();
    const origin = link.slice(0, link.indexOf('#'));
    for (const wrong of [`${origin}#L.${key}.`, link.replace('#1.', '#0.'), link.replace('#1.', '#L.')]) {
      const guest = runCli(['join', '--json', wrong]);
      expect(await guest.exited).toBe(77);
      expect(guest.events.at(-1)).toMatchObject({ event: 'ended', reason: 'refused', code: 'REFUSED' });
    }
  });

  test('a full room: refused with 77, and the others stay', async () => {
    const { guest, join, host } = await openRoom('--max-members', '2');
    const ana = await guest('Ana');
    const bob = join();
    expect(await bob.exited).toBe(77);
    expect(bob.events.at(-1)).toMatchObject({ event: 'ended', reason: 'refused', code: 'ROOM_FULL' });
    ana.write('still here\n');
    await host.event(saying('still here'));
  });

  test('no link and nobody to ask: usage', async () => {
    const guest = runCli(['join', '--json']);
    expect(await guest.exited).toBe(64);
    expect(guest.events[0]).toMatchObject({ event: 'error', code: 'USAGE' });
  });
});

describe('the link of join', () => {
  test('comes from a file, in the upper-case form of a QR code too', async () => {
    const { link } = await openRoom();
    const path = join(folder(), 'link');
    writeFileSync(path, `${link}\n`);
    const guest = runCli(['join', '--json', '--link-file', path]);
    await guest.event(named('joined'));
    guest.endInput();
    expect(await guest.exited).toBe(0);
  });

  test('whose # an app encoded is used, with a warning', async () => {
    const { link } = await openRoom();
    const guest = runCli(['join', '--json', link.replace('#', '%23')]);
    await guest.event(named('joined'));
    expect(guest.events[0]).toMatchObject({ event: 'warning', code: 'LINK_EXPOSED' });
  });

  test('is asked of nobody when the file is missing', async () => {
    const guest = runCli(['join', '--link-file', join(folder(), 'none')]);
    expect(await guest.exited).toBe(64);
    expect(guest.stderr).toMatch(/^error\[USAGE\]: .*\nwhy: --link-file .*none: there is no such file\ntry: Run it with --help\.\n$/);
  });
});

test('without --json, messages are lines on stderr, and hostile ones are escaped', async () => {
  const { link, guest } = await openRoom('--title', 'The plan');
  const reader = runCli(['join', '--nick', 'Ana'], { environment: { CHATTRACE_LINK: link } });
  reader.write('first\n');
  const bob = await guest('Bob');
  await bob.event((one) => one.event === 'member-joined' || (one.event === 'joined' && JSON.stringify(one['members']).includes('Ana')));
  bob.write('a\u001b]0;title\u0007b\u202ec\n');
  await bob.event(named('message'));
  bob.endInput();
  await bob.exited;
  reader.endInput();
  expect(await reader.exited).toBe(0);
  expect(reader.stdout).toBe('');
  expect(reader.stderr).toContain('1 Ana·you · first\n');
  expect(reader.stderr).toContain('2 Bob · a\\u{1b}]0;title\\u{7}b\\u{202e}c\n');
  expect(reader.stderr).not.toMatch(/[^\P{C}\n]/u);
});
