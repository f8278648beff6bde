import { describe, expect, test } from 'vitest';
import { Deadlines } from '../../../src/cli/start/deadlines.js';
import { LiveList, type Progress } from '../../../src/cli/start/live-list.js';
import { createFakeMember, messageItem, viewMember } from '../../helpers/fake-member.js';
import { createFakeScreen, type FakeScreenOptions } from '../../helpers/fake-screen.js';

const terminal = { columns: 80, rows: 24 };

describe('the live list', () => {
  const open = (options: FakeScreenOptions, keys = true) => {
    const sharing = { progress: undefined as Progress | undefined, canReopen: false, canOpenLan: false };
    const screen = createFakeScreen(options);
    const fake = createFakeMember();
    const deadlines = new Deadlines({ clock: screen.clock, ttlMs: 90_000, idleMs: undefined, once: false, end: () => undefined });
    const list = new LiveList({ member: fake.member, reporter: screen.reporter, deadlines, keys, countdown: true, sharing });
    return { screen, fake, list, sharing };
  };

  test('shows joins and leaves, the first guest’s time, and no message', () => {
    const { screen, fake } = open({ terminal });
    screen.clock.advance(41_000);
    const ana = viewMember('A\u001b[2Jna');
    fake.emit({ type: 'item', item: { key: 1, rev: 0, at: 0, type: 'member-joined', member: ana } });
    fake.emit({ type: 'item', item: messageItem({ text: 'a secret' }) });
    fake.emit({ type: 'item', item: { key: 3, rev: 0, at: 0, type: 'member-left', member: ana } });
    screen.clock.advance(100);
    expect(screen.text).toContain('+ A\\u{1b}[2Jna joined');
    expect(screen.text).toContain('first guest in 41 s');
    expect(screen.text).toContain('- A\\u{1b}[2Jna left');
    expect(screen.text).toContain('1 message ·');
    expect(screen.text).not.toContain('a secret');
    expect(screen.raw.match(/first guest/g)).toHaveLength(1);
  });

  test('counts down', () => {
    const { screen } = open({ terminal });
    expect(screen.text).toContain('ends in 1:30');
    screen.clock.advance(5_000);
    expect(screen.text).toContain('ends in 1:25');
  });

  test('shows what is being opened, and the key that opens it again', () => {
    const { screen, list, sharing } = open({ terminal: { columns: 120, rows: 24 } });
    expect(screen.text).not.toContain('t try again');
    sharing.progress = { text: 'tor: asking for an address, 1 s', short: '1 door opening, 1 s' };
    list.refresh();
    expect(screen.text).toContain('tor: asking for an address, 1 s · 1 guest');
    Object.assign(sharing, { progress: undefined, canReopen: true });
    list.refresh();
    expect(screen.text.split('\r').at(-1)).toMatch(/^1 guest .* {2}t try again {2}Ctrl\+C end$/);
  });

  test('shows the key that opens the room to the network, as long as it is not open to it', () => {
    const { screen, list, sharing } = open({ terminal: { columns: 120, rows: 24 } });
    expect(screen.text).not.toContain('network');
    sharing.canOpenLan = true;
    list.refresh();
    expect(screen.text.split('\r').at(-1)).toMatch(/ {2}l lock {2}L open to network {2}Ctrl\+C end$/);
  });

  test('is never wider than the terminal', () => {
    for (const columns of [10, 40, 60, 80, 200]) {
      const { screen } = open({ terminal: { columns, rows: 24 } });
      for (const line of screen.text.split(/[\r\n]/)) expect(line.length).toBeLessThan(columns);
    }
  });

  test('leaves out what matters least where the terminal is narrow', () => {
    const at = (columns: number): string => open({ terminal: { columns, rows: 24 } }).screen.text;
    expect(at(80)).toBe('1 guest · 0 messages · ends in 1:30   c copy  q QR  l lock  Ctrl+C end');
    expect(at(60)).toBe('1 guest · ends in 1:30   c copy  q QR  l lock  Ctrl+C end');
    expect(at(50)).toBe('1 guest · ends in 1:30   c copy  q QR  Ctrl+C end');
    expect(at(40)).toBe('1 guest · ends in 1:30   Ctrl+C end');
    expect(at(28)).toBe('ends in 1:30   Ctrl+C end');
    expect(at(12)).toBe('Ctrl+C end');
  });

  test('says in fewer words what is being opened where the terminal is narrow', () => {
    const at = (columns: number): string | undefined => {
      const { screen, list, sharing } = open({ terminal: { columns, rows: 24 } });
      sharing.progress = { text: 'ssh:me@chat.example: asking for an address, 1 s', short: '1 door opening, 1 s' };
      list.refresh();
      return screen.text.split('\r').at(-1);
    };
    expect(at(100)).toBe('ssh:me@chat.example: asking for an address, 1 s · 1 guest · ends in 1:30   c copy  q QR  Ctrl+C end');
    expect(at(80)).toBe('ssh:me@chat.example: asking for an address, 1 s · ends in 1:30   Ctrl+C end');
    expect(at(70)).toBe('1 door opening, 1 s · 1 guest · ends in 1:30   c copy  Ctrl+C end');
    expect(at(50)).toBe('1 door opening, 1 s · ends in 1:30   Ctrl+C end');
    expect(at(40)).toBe('1 door opening, 1 s   Ctrl+C end');
    expect(at(30)).toBe('1 door opening,…   Ctrl+C end');
    expect(at(18)).toBe('Ctrl+C end');
    expect(at(10)).toBe('');
  });

  test('shows nothing more when it is closed', () => {
    const { screen, list } = open({ terminal });
    list.close();
    const before = screen.raw;
    screen.clock.advance(60_000);
    expect(screen.raw).toBe(before);
    expect(screen.clock.timers).toBe(1);
  });
});
