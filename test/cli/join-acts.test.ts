import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, named, openRoom, runCli, saying, type Cli } from '../helpers/cli.js';

const trio = async () => {
  const { link, host, guest } = await openRoom();
  const [ana, bob] = [await guest('Ana'), await guest('Bob')];
  await ana.event((one) => one.event === 'member-joined' && one['nick'] === 'Bob');
  return { link, host, ana, bob };
};
const numberOf = async (cli: Cli, text: string): Promise<number> => Number((await cli.event(saying(text)))['no']);

describe('what is done to a message, seen by another terminal and by the host', () => {
  test('/reply, /react, /edit, /delete', async () => {
    const { host, ana, bob } = await trio();
    ana.write('shall we meet\n');
    const asked = await bob.event(saying('shall we meet'));
    bob.write(`/reply ${Number(asked['no'])} yes\n/react ${Number(asked['no'])} :heart:\n`);
    expect(await ana.event(saying('yes'))).toMatchObject({ replyTo: asked['id'], from: { nick: 'Bob' } });
    expect(await ana.event(named('reactions'))).toMatchObject({ reactions: [{ emoji: '❤️', by: [{ nick: 'Bob' }] }], by: { nick: 'Bob' } });
    bob.write('/edit yes, at six\n');
    expect(await ana.event(named('message-edited'))).toMatchObject({ text: 'yes, at six', no: await numberOf(ana, 'yes') });
    bob.write(`/react ${Number(asked['no'])}\n/delete last\n`);
    await ana.event((one) => one.event === 'reactions' && JSON.stringify(one['reactions']) === '[]');
    expect(await ana.event(named('message-gone'))).toMatchObject({ reason: 'deleted', no: await numberOf(ana, 'yes') });
    await host.event(named('message-gone'));
    expect(host.events.filter(named('message'))).toHaveLength(2);
    ana.write(`/delete ${await numberOf(ana, 'yes')}\n/edit\n/react 1 nonsense\n`);
    await ana.event((one) => one['code'] === 'EMOJI_UNKNOWN');
    expect(ana.events.filter(named('error')).map((one) => one['code'])).toEqual(['MESSAGE_UNKNOWN', 'TEXT_EMPTY', 'EMOJI_UNKNOWN']);
  });

  test('/burn: gone everywhere when its time is over', async () => {
    const { ana, bob } = await trio();
    ana.write('/burn 1s not for long\n');
    expect(await bob.event(saying('not for long'))).toMatchObject({ burn: 1 });
    for (const cli of [ana, bob]) expect(await cli.event(named('message-gone'))).toMatchObject({ reason: 'burned' });
  });

  test('an answer to what is private stays private; a name behind an @ is a mention', async () => {
    const { host, ana, bob } = await trio();
    ana.write('/msg Bob psst\n');
    const heard = await bob.event(saying('psst'));
    bob.write(`/reply ${Number(heard['no'])} quiet\n`);
    expect(await ana.event(saying('quiet'))).toMatchObject({ private: true, replyTo: heard['id'] });
    bob.write('@Ana look\n');
    expect(await ana.event(saying('@Ana look'))).toMatchObject({ mentioned: true });
    expect(await host.event(saying('@Ana look'))).not.toHaveProperty('mentioned');
    expect(host.events.filter(named('message'))).toHaveLength(1);
  });

  test('/ignore: nothing more of it is told, until it is typed again', async () => {
    const { ana, bob } = await trio();
    ana.write('/ignore Bob\nignored\n');
    await bob.event(saying('ignored'));
    bob.write('one\n/me\n');
    await bob.event(saying('one'));
    ana.write('/ignore Bob\nback\n');
    await bob.event(saying('back'));
    bob.write('two\n');
    await ana.event(saying('two'));
    expect(ana.events.filter(named('message')).map((one) => one['text'])).toEqual(['ignored', 'back', 'two']);
  });

  test('/panic ends it at once', async () => {
    const { ana, bob } = await trio();
    ana.write('/panic\nnever said\n');
    expect(await ana.exited).toBe(0);
    expect(ana.events.at(-1)).toMatchObject({ event: 'ended', reason: 'command', wipe: { complete: true } });
    await bob.event((one) => one.event === 'member-left' && one['nick'] === 'Ana');
  });
});

describe('a file', () => {
  test('goes from one terminal to another, whole, and where it is wanted', async () => {
    const { link, host, guest } = await openRoom();
    const home = folder();
    const bytes = randomBytes(300_000);
    writeFileSync(join(home, 'a list.bin'), bytes);
    const ana = runCli(['join', '--json', '--nick', 'Ana'], { environment: { CHATTRACE_LINK: link }, cwd: home });
    await ana.event(named('joined'));
    const bob = await guest('Bob');
    await ana.event((one) => one.event === 'member-joined' && one['nick'] === 'Bob');
    ana.write('/send a list.bin\n');
    const offered = await bob.event((one) => one['kind'] === 'file');
    expect(offered).toMatchObject({ text: '', file: { name: 'a list.bin', bytes: 300_000 }, from: { nick: 'Ana' } });
    bob.write(`/save ${Number(offered['no'])} ${home}\n`);
    const written = await bob.event(named('written'));
    expect(written).toEqual(
      expect.objectContaining({ path: join(home, 'a list (2).bin'), sha256: createHash('sha256').update(bytes).digest('hex') }),
    );
    expect(readFileSync(join(home, 'a list (2).bin')).equals(bytes)).toBe(true);
    await ana.event((one) => one.event === 'file' && JSON.stringify(one['receivers']).includes('"has"'));
    await host.event((one) => one['kind'] === 'file');
    expect(JSON.stringify(host.events.filter(named('file')))).not.toContain('here');
  });

  test('that is none, or has been taken back, is an error with a sentence', async () => {
    const { ana, bob } = await trio();
    ana.write('/send /nowhere/x\n/save 1\n');
    await ana.event((one) => one['code'] === 'FILE_EMPTY');
    await ana.event((one) => one['code'] === 'FILE_UNKNOWN');
    const path = join(folder(), 'x.txt');
    writeFileSync(path, 'x');
    ana.write(`/send ${path}\n`);
    const offered = await bob.event((one) => one['kind'] === 'file');
    ana.write('/delete last\n');
    await bob.event(named('message-gone'));
    bob.write(`/save ${Number(offered['no'])}\n`);
    await bob.event((one) => one['code'] === 'FILE_UNKNOWN');
  });
});

test('in lines, too: what is done to messages can be read', async () => {
  const { link, guest } = await openRoom();
  const reader = runCli(['join', '--nick', 'Ana'], { environment: { CHATTRACE_LINK: link } });
  reader.write('first\n');
  const bob = await guest('Bob');
  await bob.event((one) => one.event === 'member-joined' || (one.event === 'joined' && JSON.stringify(one['members']).includes('Ana')));
  bob.write('one\u001b[2J\n/reply last two\n/react last :tada:\n/edit · 3 private, from Ana · three\n/delete last\n');
  await bob.event(named('message-gone'));
  bob.write('last\n');
  await bob.event(saying('last'));
  bob.endInput();
  await bob.exited;
  reader.endInput();
  expect(await reader.exited).toBe(0);
  // When its own message is in the room is the relay's to say.
  const lines = reader.stderr.split('\n').filter((line) => line !== '1 Ana·you · first');
  expect(lines.slice(lines.indexOf('2 Bob · one\\u{1b}[2J'))).toEqual(
    expect.arrayContaining([
      '2 Bob · one\\u{1b}[2J',
      '↪ 2 Bob · one\\u{1b}[2J',
      '3 Bob · two',
      '· Bob put 🎉 below 3',
      '· 3 changed, from Bob · · 3 private, from Ana · three',
      '· Bob took 3 back',
      '4 Bob · last',
    ]),
  );
});
