import { describe, expect, test } from 'vitest';
import { tellEvents } from '../../../src/cli/join/event-view.js';
import type { ItemChange } from '../../../src/client/member-api.js';
import type { Transfer, ViewMember } from '../../../src/client/view.js';
import { createFakeMember, messageItem, viewMember } from '../../helpers/fake-member.js';
import { createFakeScreen } from '../../helpers/fake-screen.js';

type Message = ReturnType<typeof messageItem>;

const ana = viewMember('Ana', { self: true });
const bob = viewMember('Bob');
const id = '0'.repeat(32);
const told = ({ nick }: ViewMember) => expect.objectContaining({ nick }) as unknown;

const open = () => {
  const fake = createFakeMember();
  const screen = createFakeScreen({ json: true });
  fake.set({ phase: 'joined' });
  fake.member.on(tellEvents(fake.member, 'room', screen.reporter));
  const events = (): readonly Record<string, unknown>[] =>
    screen.result
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { fake, screen, events };
};
const heard = (item: Partial<Message>) => {
  const { fake, events } = open();
  fake.emit({ type: 'item', item: messageItem({ no: 12, from: bob, ...item }) });
  return events();
};
const changed = (change: ItemChange, item: Partial<Message>, by?: ViewMember) => {
  const { fake, events } = open();
  const whole = messageItem({ no: 12, from: bob, ...item });
  fake.emit({ type: 'item-changed', item: whole, change, ...(by === undefined ? {} : { by }) });
  return events();
};

describe('message', () => {
  test('has its number, and what is known of it', () => {
    const transfer = { side: 'theirs', state: 'offered', bytes: 0 } as const;
    const file = { name: '\u202egpj.exe', mime: 'image/png', bytes: 5, transfer };
    expect(heard({})).toEqual([
      { v: 1, event: 'message', at: expect.anything(), kind: 'text', text: 'hello', id, no: 12, from: told(bob) },
    ]);
    expect(heard({ replyTo: 'ab', mentioned: true, burn: { seconds: 30, until: 9 }, edited: true })).toMatchObject([
      { replyTo: 'ab', mentioned: true, burn: 30, edited: true },
    ]);
    expect(heard({ text: '', file })).toMatchObject([{ kind: 'file', text: '', file: { name: file.name, mime: 'image/png', bytes: 5 } }]);
  });

  test('is told once, of an own one when it is in the room', () => {
    expect(heard({ from: ana, state: 'sending' })).toEqual([]);
    expect(changed('state', { from: ana })).toMatchObject([{ event: 'message', own: true }]);
    expect(changed('state', { from: ana, state: 'failed' })).toEqual([]);
    expect(changed('quote', { quote: {} })).toEqual([]);
    expect(changed('edited', { from: ana, state: 'sending' }, ana)).toEqual([]);
  });

  test('that is gone when it comes is told as that', () => {
    expect(heard({ text: '', gone: 'deleted' })).toMatchObject([{ event: 'message-gone', reason: 'deleted', no: 12 }]);
  });
});

describe('what becomes of a message', () => {
  test('is told with whose it is, and between whom', () => {
    expect(changed('edited', { text: 'new', edited: true, private: { with: bob } }, bob)).toEqual([
      expect.objectContaining({ event: 'message-edited', text: 'new', id, no: 12, from: told(bob), private: true, to: told(ana) }),
    ]);
    expect(changed('gone', { text: '', gone: 'burned' })).toMatchObject([{ event: 'message-gone', reason: 'burned', id, no: 12 }]);
  });

  test('reactions: all that stand below it, and who has changed its own', () => {
    expect(changed('reactions', { reactions: [{ emoji: '👍', by: [ana, bob] }] }, bob)).toEqual([
      expect.objectContaining({ event: 'reactions', reactions: [{ emoji: '👍', by: [told(ana), told(bob)] }], by: told(bob) }),
    ]);
  });

  test('reaches no terminal raw, whatever it is', () => {
    const { fake, screen } = open();
    const hostile = '\u001b]0;x\u0007\u202e\u200d';
    const item = messageItem({ text: hostile, reactions: [{ emoji: hostile, by: [bob] }] });
    for (const change of ['edited', 'reactions'] as const) fake.emit({ type: 'item-changed', item, change, by: bob });
    expect(screen.result.replaceAll('\n', '')).toMatch(/^\P{C}*$/u);
    expect(screen.result).toContain('\\u202e');
  });
});

describe('file', () => {
  const at = (...transfers: readonly Transfer[]) => {
    const { fake, events } = open();
    const file = { name: 'x', mime: '', bytes: 1_000 };
    for (const transfer of transfers)
      fake.emit({ type: 'item-changed', item: messageItem({ no: 12, from: bob, file: { ...file, transfer } }), change: 'transfer' });
    return events();
  };

  test('is told of at each tenth, and of each state', () => {
    const coming = Array.from({ length: 100 }, (_none, part) => ({ side: 'theirs', state: 'getting', bytes: 10 * part }) as const);
    const all = at(...coming, { side: 'theirs', state: 'here' }, { side: 'theirs', state: 'stopped', reason: 'self' });
    expect(all.slice(0, 10).map(({ bytes }) => bytes)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect(all.slice(10)).toMatchObject([{ state: 'here' }, { state: 'stopped', reason: 'self' }]);
    expect(all).toHaveLength(12);
  });

  test('says who has our own', () => {
    const receivers = [{ member: bob, bytes: 1_000, state: 'has' }] as const;
    expect(at({ side: 'ours', state: 'offered', receivers })).toMatchObject([
      { event: 'file', state: 'offered', receivers: [{ member: { nick: 'Bob' }, state: 'has', bytes: 1_000 }] },
    ]);
  });
});
