import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Conversation, type Display } from '../../../src/cli/join/conversation.js';
import { folder } from '../../helpers/cli.js';
import { createFakeMember, messageItem, viewMember } from '../../helpers/fake-member.js';
import { createFakeScreen } from '../../helpers/fake-screen.js';

const ana = viewMember('Ana', { self: true });
const bob = viewMember('Bob');
const idOf = (letter: string): string => letter.repeat(32);
const nothing = (): void => undefined;

const talk = (display?: Display) => {
  const fake = createFakeMember();
  const screen = createFakeScreen({ json: display === undefined });
  fake.set({
    phase: 'joined',
    members: [bob, ana],
    items: [
      messageItem({ key: 21, no: 1, from: bob, id: idOf('a') }),
      messageItem({ key: 22, no: 2, from: ana, id: idOf('b') }),
      messageItem({ key: 23, no: 3, from: bob, id: idOf('c'), private: { with: bob } }),
      messageItem({ key: 24, no: 4, from: ana, id: idOf('d'), gone: 'deleted' }),
    ],
  });
  const conversation = new Conversation({ member: fake.member, reporter: screen.reporter, display, leave: nothing });
  const type = (...lines: readonly string[]): void => lines.forEach((text) => conversation.act({ type: 'line', text }));
  const errors = (): readonly string[] =>
    screen.result
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { code: string }).code);
  return { fake, screen, type, errors };
};
const screenOf = (shown: unknown[]): Display => ({
  help: nothing,
  who: nothing,
  codes: nothing,
  clear: () => shown.push('clear'),
  ring: (level) => shown.push(level),
  usage: (name) => shown.push(name),
});

describe('/reply', () => {
  test('answers a message by its number, and stays between two what was', () => {
    const { fake, type } = talk();
    type('/reply 1 yes', '/reply #3 psst', '/reply last also psst');
    expect(fake.said).toEqual([{ text: 'yes', replyTo: idOf('a') }]);
    expect(fake.told).toEqual([
      [bob.id, 'psst'],
      [bob.id, 'also psst'],
    ]);
  });

  test('of nothing, or without words, says nothing', () => {
    const { fake, type, errors } = talk();
    type('/reply 9 yes', '/reply 4 gone', '/reply yes', '/reply 1');
    expect([fake.said, fake.told]).toEqual([[], []]);
    expect(errors()).toEqual(['MESSAGE_UNKNOWN', 'MESSAGE_UNKNOWN', 'MESSAGE_UNKNOWN', 'TEXT_EMPTY']);
  });
});

test('/react puts an emoji below a message, by its name or as it is, and takes it back', () => {
  const { fake, type, errors } = talk();
  type('/react 1 :heart:', '/react 2 👍', '/react 2', '/react 1 hello there', '/react 7 👍');
  expect(fake.acts).toEqual([
    ['react', 21, '❤️'],
    ['react', 22, '👍'],
    ['react', 22, ''],
  ]);
  expect(errors()).toEqual(['EMOJI_UNKNOWN', 'MESSAGE_UNKNOWN']);
});

test('/edit writes our last message anew, /delete takes one of ours back', () => {
  const { fake, type, errors } = talk();
  type('/edit other words', '/delete 2', '/delete last', '/delete 1', '/delete 4', '/edit');
  expect(fake.acts).toEqual([
    ['edit', 22, 'other words'],
    ['remove', 22, ''],
    ['remove', 22, ''],
  ]);
  expect(errors()).toEqual(['MESSAGE_UNKNOWN', 'MESSAGE_UNKNOWN', 'TEXT_EMPTY']);
});

test('/burn says how long it may be read', () => {
  const { fake, type, errors } = talk();
  type('/burn 30s not for long', '/burn 2h more', '/burn soon x', '/burn 30s');
  expect(fake.said).toEqual([
    { text: 'not for long', burn: 30 },
    { text: 'more', burn: 7_200 },
  ]);
  expect(errors()).toEqual(['COMMAND_UNCLEAR', 'TEXT_EMPTY']);
});

test('/mute and /ignore are of the member that is named, and again the other way', () => {
  const { fake, type, errors } = talk();
  const heeded: unknown[] = [];
  const member = fake.member as { mute: unknown; ignore: unknown };
  member.mute = (id: unknown, muted: unknown) => heeded.push(['mute', id, muted]);
  member.ignore = (id: unknown, ignored: unknown) => heeded.push(['ignore', id, ignored]);
  type('/mute bob', '/ignore Bob', '/mute nobody', '/ignore Bob please');
  fake.set({ members: [{ ...bob, muted: true, ignored: true }, ana] });
  type('/mute bob', '/ignore Bob');
  expect(heeded).toEqual([
    ['mute', bob.id, true],
    ['ignore', bob.id, true],
    ['mute', bob.id, false],
    ['ignore', bob.id, false],
  ]);
  expect(errors()).toEqual(['MEMBER_UNKNOWN', 'MEMBER_UNKNOWN']);
});

test('/notify says when the bell rings; a program has none', () => {
  const shown: unknown[] = [];
  talk(screenOf(shown)).type('/notify mentions', '/notify OFF', '/notify loudly');
  expect(shown).toEqual(['mentions', 'off']);
  const program = talk();
  program.type('/notify on');
  expect(program.errors()).toEqual(['COMMAND_UNKNOWN']);
});

test.each(['md', 'json', 'txt'])('/export %s keeps what is seen as a new file', async (format) => {
  const home = folder();
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(home);
  onTestFinished(() => cwd.mockRestore());
  const { screen, type } = talk();
  type(`/export ${format}`, `/export ${format}`);
  await vi.waitFor(() => expect(screen.result.match(/"event":"written"/g)).toHaveLength(2));
  const names = readdirSync(home).toSorted();
  expect(names).toHaveLength(2);
  expect(names[0]).toMatch(new RegExp(`^chattrace-room-.* \\(2\\)\\.${format}$`));
  expect(readFileSync(join(home, names[1] ?? ''), 'utf8')).toContain('hello');
});

test('/export of nothing that there is writes nothing', () => {
  const { type, errors } = talk();
  type('/export html');
  expect(errors()).toEqual(['COMMAND_UNCLEAR']);
});

test('a command alone that needs more says how it is typed', () => {
  const shown: unknown[] = [];
  const names = ['reply', 'react', 'edit', 'delete', 'burn', 'send', 'save', 'mute', 'ignore', 'notify', 'export'];
  const { type, fake } = talk(screenOf(shown));
  type(...names.map((name) => `/${name}`));
  expect(shown).toEqual(names);
  expect([fake.said, fake.acts]).toEqual([[], []]);
});

test('/panic erases keys and view before the screen, and waits for nothing', () => {
  const shown: unknown[] = [];
  const { fake, type } = talk(screenOf(shown));
  (fake.member as { wipe: unknown }).wipe = () => shown.push('wiped');
  type('/panic', 'too late');
  expect(shown).toEqual(['wiped', 'clear']);
});
