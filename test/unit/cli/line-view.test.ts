import { describe, expect, test } from 'vitest';
import { LineView } from '../../../src/cli/join/line-view.js';
import { createFakeMember, messageItem, viewMember } from '../../helpers/fake-member.js';
import { createFakeScreen, type FakeScreenOptions } from '../../helpers/fake-screen.js';

const open = (options: FakeScreenOptions = {}) => {
  const fake = createFakeMember();
  const screen = createFakeScreen(options);
  fake.set({ phase: 'joined' });
  fake.member.on(new LineView(fake.member, screen.reporter, 600_000).heard);
  return { fake, screen };
};
const heard = (nick: string, text: string, options: FakeScreenOptions & { style?: 'said' | 'me'; shown?: string } = {}): string => {
  const { fake, screen } = open(options);
  const from = viewMember(nick, { shown: options.shown ?? nick });
  fake.emit({ type: 'item', item: messageItem({ from, text, style: options.style ?? 'said' }) });
  return screen.text;
};

test('who comes in is told that nothing is stored, and that the terminal keeps what it shows', () => {
  const { fake, screen } = open();
  fake.emit({ type: 'joined' });
  expect(screen.text).toMatch(/Nothing is stored, but the terminal keeps what it shows/u);
  expect(screen.text).not.toContain('stays here');
});

describe('an own message', () => {
  test('is shown when it is in the room, not before', () => {
    const { fake, screen } = open();
    fake.member.say({ text: 'hello' });
    expect(screen.text).toBe('');
    fake.deliver(1);
    expect(screen.text).toBe('1 Ana·you · hello\n');
    screen.clock.advance(60_000);
    expect(screen.text).toBe('1 Ana·you · hello\n');
  });

  test.each([
    [{}, '…'],
    [{ ascii: true }, '~'],
  ])('with %j that is not in the room in time is marked %s, and shown again when it is', (options, mark) => {
    const { fake, screen } = open(options);
    fake.member.say({ text: 'hello' });
    screen.clock.advance(1_000);
    expect(screen.text).toMatch(new RegExp(`^${mark} 1 Ana.you . hello\\n$`));
    fake.deliver(1);
    expect(screen.text).toMatch(/\n1 Ana.you . hello\n$/);
  });

  test('is marked at once while the connection is broken', () => {
    const { fake, screen } = open();
    fake.set({ connection: 'reconnecting' });
    fake.emit({ type: 'changed' });
    fake.member.say({ text: 'hello' });
    expect(screen.text).toBe('· the connection broke; trying again for up to 10 min; Ctrl+C leaves\n… 1 Ana·you · hello\n');
  });

  test('is marked on the way to another link of the room too, which is no break of the connection', () => {
    const { fake, screen } = open();
    fake.emit({ type: 'item', item: { key: 1, rev: 0, at: 0, type: 'link-changed' } });
    fake.set({ connection: 'reconnecting' });
    fake.emit({ type: 'changed' });
    fake.member.say({ text: 'hello' });
    fake.set({ connection: 'online' });
    fake.emit({ type: 'changed' });
    expect(screen.text).toMatch(/^! The host has given this room another link[^·]*… 1 Ana·you · hello\n$/u);
    fake.set({ connection: 'reconnecting' });
    fake.emit({ type: 'changed' });
    expect(screen.text).toContain('the connection broke');
  });

  test('that never came into the room is not shown as if it had', () => {
    const { fake, screen } = open();
    fake.member.say({ text: 'hello' });
    const item = messageItem({ id: '1'.padStart(32, '0'), from: fake.member.view.self, state: 'failed' });
    fake.emit({ type: 'item-changed', item, change: 'state' });
    fake.emit({ type: 'ended', reason: 'signal' });
    screen.clock.advance(60_000);
    expect(screen.text).toBe('');
  });
});

describe('a line', () => {
  test('says who is host and who one is in a way that no nick can', () => {
    const { fake, screen } = open();
    fake.emit({ type: 'joined' });
    expect(screen.text).toContain('2 here: Hana·host, Ana·you\n');
    expect(heard('Hana\u2022host', 'x')).toBe('1 Hana\\u{2022}host · x\n');
    expect(heard('Ana', 'x', { shown: 'Ana·3f2a' })).toBe('1 Ana·3f2a · x\n');
  });

  test('in ASCII says it too', () => {
    expect(heard('Hana|host | yes', 'x', { ascii: true })).toBe('1 Hana\\u{7c}host \\u{7c} yes | x\n');
    expect(heard('Hana\u2502host', 'x', { ascii: true })).toBe('1 Hana\\u{2502}host | x\n');
  });

  // Whatever nick and text are, the name ends at the first mark between spaces, and no other line has one.
  test.each([
    ['Ana: I agree,', 'x', '1 Ana: I agree, · x\n'],
    ['error[HOST_GONE]', 'bye', '1 error[HOST_GONE] · bye\n'],
    ['+ Bob joined, 3 here', 'x', '1 + Bob joined, 3 here · x\n'],
    ['Eve', 'x · Ana · y', '1 Eve · x · Ana · y\n'],
  ])('of %j saying %j is a message of that nick', (nick, text, line) => expect(heard(nick, text)).toBe(line));

  test('for one alone begins as nothing that is said can', () => {
    const { fake, screen } = open();
    const [ana, bob] = [viewMember('Ana', { self: true }), viewMember('Bob')];
    fake.emit({ type: 'item', item: messageItem({ from: bob, text: 'psst', private: { with: bob } }) });
    fake.emit({ type: 'item', item: messageItem({ from: ana, text: 'yes?', private: { with: bob } }) });
    expect(screen.text).toBe('· 1 private, from Bob · psst\n· 1 private, to Bob · yes?\n');
    expect(heard('private, from Bob', 'psst')).toBe('1 private, from Bob · psst\n');
    expect(heard('\u2022 private, from Bob', 'psst')).toBe('1 \\u{2022} private, from Bob · psst\n');
  });

  test('of what someone does is no line of the room itself', () => {
    expect(heard('the host', 'is here', { style: 'me' })).toBe('1 the host · * is here\n');
  });

  test('is no message where it tells what happened', () => {
    const { fake, screen } = open();
    const member = viewMember('Bob', { shown: 'Bob·3f2a' });
    for (const type of ['member-joined', 'member-left', 'member-away', 'member-back'] as const) {
      fake.emit({ type: 'item', item: { key: 1, rev: 0, at: 0, type, member } });
    }
    fake.emit({ type: 'item', item: { key: 1, rev: 0, at: 0, type: 'member-renamed', member, before: 'Eve·1a2b' } });
    fake.emit({ type: 'item', item: { key: 1, rev: 0, at: 0, type: 'missing', member, count: 2 } });
    fake.emit({ type: 'item', item: { key: 1, rev: 0, at: 0, type: 'topic', text: 'The plan' } });
    expect(screen.text).toContain('· This room is called The plan\n');
    for (const line of screen.text.split('\n')) expect(line.slice(2)).not.toContain(' · ');
  });

  test('says once that someone is away', () => {
    const { fake, screen } = open();
    fake.emit({ type: 'item', item: { key: 1, rev: 0, at: 0, type: 'member-away', member: viewMember('Bob', { away: true }) } });
    expect(screen.text).toBe('· Bob is away\n');
  });

  test('of what was said before goes on behind its own beginning', () => {
    const { fake, screen } = open({ terminal: { columns: 40, rows: 24 } });
    const entries = [{ at: 0, nick: 'Ana', style: 'said', text: 'something that is longer than one line has room for' }] as const;
    fake.emit({ type: 'item', item: { key: 1, rev: 0, at: 0, type: 'history', entries } });
    expect(screen.text).toContain('  │ Ana: something that is longer than\n        one line has room for\n');
  });

  test('in a narrow terminal lets nothing of a message stand where a line begins', () => {
    const text = heard('Eve', `hi${' '.repeat(300)}Ana·host · I agree\nAna·host · me too`, { terminal: { columns: 40, rows: 24 } });
    expect(text).toBe('1 Eve · hi\n    Ana·host · I agree\n    Ana·host · me too\n');
  });
});
