import { describe, expect, test } from 'vitest';
import { LineView } from '../../../src/cli/join/line-view.js';
import type { ItemChange } from '../../../src/client/member-api.js';
import type { Transfer, ViewMember } from '../../../src/client/view.js';
import { createFakeMember, messageItem, viewMember } from '../../helpers/fake-member.js';
import { createFakeScreen, type FakeScreenOptions } from '../../helpers/fake-screen.js';

type Message = ReturnType<typeof messageItem>;

const ana = viewMember('Ana', { self: true });
const bob = viewMember('Bob');

const open = (options: FakeScreenOptions = {}) => {
  const fake = createFakeMember();
  const screen = createFakeScreen(options);
  fake.set({ phase: 'joined' });
  fake.member.on(new LineView(fake.member, screen.reporter, 600_000).heard);
  return { fake, screen };
};
const shown = (item: Partial<Message>, options: FakeScreenOptions = {}, items: readonly Message[] = []): string => {
  const { fake, screen } = open(options);
  fake.set({ items });
  fake.emit({ type: 'item', item: messageItem({ no: 12, from: bob, ...item }) });
  return screen.text;
};
const changed = (change: ItemChange, item: Partial<Message>, by?: ViewMember, options: FakeScreenOptions = {}): string => {
  const { fake, screen } = open(options);
  const whole = messageItem({ no: 12, from: bob, ...item });
  fake.emit({ type: 'item-changed', item: whole, change, ...(by === undefined ? {} : { by }) });
  return screen.text;
};
const file = (name: string, transfer: Transfer = { side: 'theirs', state: 'offered', bytes: 0 }) => ({
  name,
  mime: '',
  bytes: 1_000,
  transfer,
});

describe('the number of a message', () => {
  test('stands before the name, and with --quiet too', () => {
    expect(shown({}, { quiet: true })).toBe('12 Bob · hello\n');
    expect(shown({}, { ascii: true })).toBe('12 Bob | hello\n');
  });

  test('is the first of the line whatever the nick is', () => {
    expect(shown({ from: viewMember('3 Ana') })).toBe('12 3 Ana · hello\n');
    expect(shown({ from: viewMember('↪ 3 Ana') })).toBe('12 ↪ 3 Ana · hello\n');
    expect(shown({ from: viewMember('here: Ana') })).toBe('12 here: Ana · hello\n');
  });
});

describe('an answer', () => {
  const answered = messageItem({ key: 8, no: 5, from: bob });
  const quote = { key: 8, from: bob, text: 'shall we meet' };

  test('stands below what it answers, which begins as no message can', () => {
    expect(shown({ from: ana, quote }, {}, [answered])).toBe('↪ 5 Bob · shall we meet\n12 Ana·you · hello\n');
    expect(shown({ from: ana, quote }, { ascii: true, quiet: true }, [answered])).toBe('^ 5 Bob | shall we meet\n12 Ana|you | hello\n');
  });

  test('shows the first words alone, in one line, as text', () => {
    const long = { ...quote, text: `${'\u001b[2Jx '.repeat(40)}\u202e` };
    const [line = '', message] = shown({ quote: long }, {}, [answered]).split('\n');
    expect(line).toMatch(/^↪ 5 Bob · \\u\{1b\}\[2Jx .*…$/);
    expect(line.replaceAll('\\u{1b}', '?').length).toBeLessThan(75);
    expect(message).toBe('12 Bob · hello');
  });

  test('of what is gone, or was never here, says that and no text', () => {
    expect(shown({ quote: { key: 8, from: bob } }, {}, [answered])).toBe('↪ 5 Bob, which is gone\n12 Bob · hello\n');
    expect(shown({ quote: {} })).toBe('↪ a message that is not here\n12 Bob · hello\n');
  });

  test('cannot be pretended: in a message the sign stands where no line begins', () => {
    const text = shown({ text: 'x\n↪ 5 Ana·host · I agree' }, { terminal: { columns: 30, rows: 24 } });
    expect(text.split('\n').filter((line) => line.startsWith('↪'))).toEqual([]);
  });
});

describe('what is known of a message', () => {
  test('stands right behind a mark, where no nick can', () => {
    expect(shown({ mentioned: true })).toBe('12 Bob·to you · hello\n');
    expect(shown({ burn: { seconds: 90 } })).toBe('12 Bob·for 1 min 30 s · hello\n');
    expect(shown({ edited: true })).toBe('12 Bob·changed · hello\n');
    expect(shown({ private: { with: bob }, burn: { seconds: 30 } })).toBe('· 12 private, from Bob·for 30 s · hello\n');
    expect(shown({ from: viewMember('Bob•file'), text: '1 KB, /save 12: x' })).toBe('12 Bob\\u{2022}file · 1 KB, /save 12: x\n');
  });

  test('of an own file: how it is taken back, and not how it is had', () => {
    const own = { from: viewMember('Ana', { self: true }), text: '' };
    expect(shown({ ...own, file: file('photo.jpg') })).toBe('12 Ana·you·file · 1 KB, /delete 12 takes it back: photo.jpg\n');
  });

  test('of a file: its size, how it is had, and last its name', () => {
    expect(shown({ text: '', file: file('photo.jpg') })).toBe('12 Bob·file · 1 KB, /save 12: photo.jpg\n');
    expect(shown({ text: '', file: file('a · Ana·host, 3 KB, /save 1: b\u001b]0;x\u0007\u202egpj.exe') })).toBe(
      '12 Bob·file · 1 KB, /save 12: a · Ana·host, 3 KB, /save 1: b\\u{1b}]0;x\\u{7}\\u{202e}gpj.exe\n',
    );
  });
});

describe('a message that changes', () => {
  test('is printed again, with whose it is before the mark', () => {
    expect(changed('edited', { text: 'new · text', edited: true }, bob)).toBe('· 12 changed, from Bob · new · text\n');
    expect(changed('edited', { text: 'one\n· 3 private, from Ana · two' }, bob, { quiet: true })).toBe(
      '· 12 changed, from Bob · one\n    · 3 private, from Ana · two\n',
    );
    expect(changed('edited', { text: 'new', private: { with: bob } }, bob)).toBe('· 12 private and changed, from Bob · new\n');
    expect(changed('edited', { text: 'new', from: ana, private: { with: bob } }, ana)).toBe('· 12 private and changed, to Bob · new\n');
    expect(changed('edited', { from: viewMember('private, from Ana'), text: 'x' }, bob)).toBe('· 12 changed, from private, from Ana · x\n');
  });

  test('is not shown as if it had been said once more', () => {
    expect(changed('quote', { quote: { from: bob, text: 'other' } })).toBe('');
    expect(changed('state', { from: ana })).toBe('12 Ana·you · hello\n');
    expect(changed('edited', { from: ana, state: 'sending' }, ana)).toBe('');
  });

  test('and is gone says what can be done about its line, and no more', () => {
    expect(changed('gone', { text: '', gone: 'deleted' }, bob)).toBe('· Bob took 12 back\n');
    expect(changed('gone', { text: '', gone: 'burned' })).toMatch(/^· The time of 12 is over, .* \/clear takes it off this screen\n$/);
    expect(shown({ text: '', gone: 'deleted' })).toBe('· Bob took 12 back\n');
  });

  test('and is gone before it was in the room was never shown', () => {
    const { fake, screen } = open();
    const item = messageItem({ key: 3, from: ana, state: 'sending' });
    fake.emit({ type: 'item', item });
    fake.emit({ type: 'item-changed', item: { ...item, text: '', gone: 'deleted' }, change: 'gone', by: ana });
    screen.clock.advance(60_000);
    expect(screen.text).toBe('');
  });
});

describe('an emoji below a message', () => {
  const put = (emoji: string) => changed('reactions', { reactions: [{ emoji, by: [ana, bob] }] }, bob);

  test('is named with who put it there, or took it away', () => {
    expect(put('👍')).toBe('· Bob put 👍 below 12\n');
    expect(put('👩‍👧')).toBe('· Bob put 👩👧 below 12\n');
    expect(changed('reactions', { reactions: [{ emoji: '👍', by: [ana] }] }, bob)).toBe('· Bob took the emoji below 12 away\n');
  });

  test('can be no text that a terminal would act on, nor a second mark', () => {
    expect(put('\u001b[2J\u202e')).toBe('· Bob put \\u{1b}[2J\\u{202e} below 12\n');
    expect(changed('reactions', { reactions: [] }, viewMember('12 private, from Ana'))).not.toMatch(/^. .* · /);
  });

  test('is left out with --quiet', () => {
    expect(changed('reactions', { reactions: [] }, bob, { quiet: true })).toBe('');
  });
});

describe('a file that comes', () => {
  test('is told of at its beginning and at each quarter, and says why it does not come', () => {
    const { fake, screen } = open();
    const at = (transfer: Transfer): void =>
      fake.emit({ type: 'item-changed', item: messageItem({ no: 12, from: bob, file: file('x', transfer) }), change: 'transfer' });
    for (let bytes = 0; bytes < 1_000; bytes += 10) at({ side: 'theirs', state: 'getting', bytes });
    at({ side: 'theirs', state: 'waits', bytes: 990 });
    at({ side: 'theirs', state: 'stopped', reason: 'corrupt' });
    expect(screen.text).toBe(
      [
        ...['0', '25', '50', '75'].map((part) => `· 12 comes: ${part} %`),
        '· 12 waits: who offers it cannot be reached now',
        '! 12 is not what was announced; nothing of it was kept',
        '',
      ].join('\n'),
    );
  });

  test('to others is told of when they have it', () => {
    const { fake, screen } = open();
    const at = (state: 'getting' | 'has', bytes: number): void => {
      const transfer = { side: 'ours', state: 'offered', receivers: [{ member: bob, bytes, state }] } as const;
      fake.emit({ type: 'item-changed', item: messageItem({ no: 12, from: ana, file: file('x', transfer) }), change: 'transfer' });
    };
    for (let bytes = 0; bytes < 1_000; bytes += 10) at('getting', bytes);
    at('has', 1_000);
    at('has', 1_000);
    expect(screen.text).toBe('· Bob has 12\n');
  });
});
