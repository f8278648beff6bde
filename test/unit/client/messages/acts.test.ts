import { describe, expect, test } from 'vitest';
import { limits } from '../../../../src/protocol/limits.js';
import { itemsOf, warningsOf } from '../../../helpers/seen.js';
import { privately, statesOf, tell, trio } from '../../../helpers/private-room.js';
import { createRoomWorld, type Guest } from '../../../helpers/room-world.js';

const last = (guest: Guest) => {
  const item = itemsOf(guest, 'message').at(-1);
  if (item === undefined) throw new Error('nothing was said');
  return item;
};
const changes = ({ events }: Guest): readonly string[] => events.flatMap((event) => (event.type === 'item-changed' ? [event.change] : []));
const refused = (reason: string) => ({ ok: false, reason });

describe('a message that was said', () => {
  test('can be written anew by its writer, for all', async () => {
    const { world, ana, bob } = await trio();
    ana.member.say({ text: 'helo' });
    await world.run(500);
    expect(ana.member.edit(last(ana).key, 'hello').ok).toBe(true);
    expect(last(ana)).toMatchObject({ text: 'hello', edited: true });
    await world.run(500);
    expect([bob, world.host].map((one) => [last(one).text, last(one).edited])).toEqual([
      ['hello', true],
      ['hello', true],
    ]);
    expect(bob.events.at(-1)).toMatchObject({ type: 'item-changed', change: 'edited', by: { nick: 'ana' } });
  });

  test('can be written anew, or taken back, by nobody else', async () => {
    const { world, ana, bob } = await trio();
    ana.member.say({ text: 'mine' });
    await world.run(500);
    expect(bob.member.edit(last(bob).key, 'his')).toEqual(refused('MESSAGE_UNKNOWN'));
    expect(bob.member.remove(last(bob).key)).toEqual(refused('MESSAGE_UNKNOWN'));
    expect(bob.member.edit(9_999, 'x')).toEqual(refused('MESSAGE_UNKNOWN'));
    expect(ana.member.edit(last(ana).key, ' ')).toEqual(refused('TEXT_EMPTY'));
    expect(ana.member.edit(last(ana).key, 'x'.repeat(limits.textBytes + 1))).toEqual(refused('TEXT_TOO_LONG'));
  });

  test('is empty once it is taken back, also where it is quoted', async () => {
    const { world, ana, bob } = await trio();
    ana.member.say({ text: 'a secret\nin two lines' });
    await world.run(500);
    bob.member.say({ text: 'really?', replyTo: last(bob).id });
    await world.run(500);
    expect(last(ana).quote).toMatchObject({ from: { nick: 'ana' }, text: 'a secret' });
    ana.member.remove(itemsOf(ana, 'message')[0]?.key ?? 0);
    await world.run(500);
    for (const one of [ana, bob, world.host]) {
      const [first, answer] = itemsOf(one, 'message');
      expect([first?.text, first?.gone, answer?.quote?.text, answer?.quote?.from?.nick]).toEqual(['', 'deleted', undefined, 'ana']);
      expect(JSON.stringify(one.member.view)).not.toContain('secret');
    }
    expect(changes(bob).slice(-2)).toEqual(['gone', 'quote']);
    expect(ana.member.react(itemsOf(ana, 'message')[0]?.key ?? 0, '👍')).toEqual(refused('MESSAGE_UNKNOWN'));
  });

  test('has one emoji of each member below it, in the order of their coming', async () => {
    const { world, ana, bob } = await trio();
    ana.member.say({ text: 'news' });
    await world.run(500);
    bob.member.react(last(bob).key, '👍');
    world.host.member.react(last(world.host).key, '👍');
    await world.run(500);
    ana.member.react(last(ana).key, '🎉');
    await world.run(500);
    bob.member.react(last(bob).key, '🎉');
    await world.run(500);
    for (const one of [ana, bob, world.host]) {
      expect(last(one).reactions?.map(({ emoji, by }) => [emoji, ...by.map(({ nick }) => nick)])).toEqual([
        ['👍', 'host'],
        ['🎉', 'ana', 'bob'],
      ]);
    }
    bob.member.react(last(bob).key, undefined);
    ana.member.react(last(ana).key, undefined);
    world.host.member.react(last(world.host).key, undefined);
    await world.run(500);
    for (const one of [ana, bob, world.host]) expect(last(one).reactions).toBeUndefined();
    expect(ana.member.react(last(ana).key, 'no')).toEqual(refused('EMOJI_UNKNOWN'));
  });

  test('may be read for its time, which begins on each screen when it is there', async () => {
    const { world, ana, bob } = await trio();
    bob.wire().cut();
    ana.member.say({ text: 'burns', burn: 30 });
    expect(last(ana).burn).toEqual({ seconds: 30 });
    await world.run(20_000);
    expect([last(ana).text, last(bob).text, last(bob).burn?.seconds]).toEqual(['burns', 'burns', 30]);
    await world.run(30_500);
    for (const one of [ana, bob, world.host]) expect([last(one).text, last(one).gone]).toEqual(['', 'burned']);
    expect(ana.member.say({ text: 'x', burn: 0 })).toEqual(refused('TIME_BAD'));
    expect(ana.member.say({ text: 'x', burn: limits.burnSeconds + 1 })).toEqual(refused('TIME_BAD'));
  });

  test('names us, or does not', async () => {
    const { world, ana, bob } = await trio();
    bob.member.say({ text: 'hello @ana' });
    bob.member.say({ text: 'hello ana' });
    await world.run(500);
    expect(itemsOf(ana, 'message').map(({ mentioned }) => mentioned)).toEqual([true, undefined]);
    expect(itemsOf(bob, 'message').map(({ mentioned }) => mentioned)).toEqual([undefined, undefined]);
    expect(itemsOf(world.host, 'message').map(({ mentioned }) => mentioned)).toEqual([undefined, undefined]);
  });

  test('is told to no newcomer when it was changed, taken back or is to disappear', async () => {
    const world = await createRoomWorld({ mode: 'mls', history: 10 });
    const ana = world.guest('ana');
    await world.run(1_000);
    for (const text of ['kept', 'changed', 'taken back']) ana.member.say({ text });
    ana.member.say({ text: 'burns', burn: 600 });
    await world.run(500);
    const [, changed, gone] = itemsOf(ana, 'message');
    ana.member.edit(changed?.key ?? 0, 'other words');
    ana.member.remove(gone?.key ?? 0);
    await world.run(500);
    const ben = world.guest('ben');
    await world.run(2_000);
    expect(itemsOf(ben, 'history').flatMap(({ entries }) => entries.map(({ text }) => text))).toEqual(['kept']);
  });
});

describe('what is between two', () => {
  test('is changed between them alone', async () => {
    const { world, ana, bob } = await trio();
    tell(ana, bob, 'for you');
    await world.run(1_000);
    expect(bob.member.react(last(bob).key, '❤️').ok).toBe(true);
    expect(ana.member.edit(last(ana).key, 'for you alone').ok).toBe(true);
    await world.run(1_000);
    expect(privately(bob)).toEqual(['ana: for you alone']);
    expect(last(ana).reactions?.map(({ emoji }) => emoji)).toEqual(['❤️']);
    expect(ana.member.remove(last(ana).key).ok).toBe(true);
    await world.run(1_000);
    expect([last(bob).gone, last(bob).private?.with.nick]).toEqual(['deleted', 'ana']);
    expect(itemsOf(world.host, 'message')).toEqual([]);
    expect([ana, bob, world.host].flatMap(warningsOf)).toEqual([]);
  });

  test('can disappear, and answer, as what the room reads', async () => {
    const { world, ana, bob } = await trio();
    tell(ana, bob, 'first');
    await world.run(1_000);
    bob.member.tell(ana.member.view.self.id, { text: 'second', replyTo: last(bob).id, burn: 10 });
    await world.run(1_000);
    expect(last(ana)).toMatchObject({ text: 'second', quote: { text: 'first' }, private: { with: { nick: 'bob' } } });
    await world.run(11_000);
    expect([last(ana).gone, statesOf(bob).at(-1)]).toEqual(['burned', ' sent']);
  });

  test('is not quoted by an answer to the room', async () => {
    const { world, ana, bob } = await trio();
    tell(ana, bob, 'between us');
    await world.run(1_000);
    bob.member.say({ text: 'what?', replyTo: last(bob).id });
    await world.run(1_000);
    for (const one of [ana, bob, world.host]) expect(last(one).quote).toEqual({});
  });
});

describe('a member that is ignored here', () => {
  test('is not read from now on, but can take back what it said before', async () => {
    const { world, ana, bob } = await trio();
    bob.member.say({ text: 'before' });
    await world.run(500);
    const id = bob.member.view.self.id;
    expect(ana.member.ignore(id, true)).toBe(true);
    expect(ana.member.view.members.find((one) => one.id === id)?.ignored).toBe(true);
    bob.member.say({ text: 'after' });
    bob.member.react(last(bob).key, '👍');
    tell(bob, ana, 'alone');
    const first = itemsOf(bob, 'message')[0]?.key ?? 0;
    bob.member.edit(first, 'what is not to be read');
    await world.run(500);
    expect([last(ana).text, itemsOf(world.host, 'message')[0]?.text]).toEqual(['before', 'what is not to be read']);
    bob.member.remove(first);
    await world.run(1_000);
    expect(itemsOf(ana, 'message').map(({ text, gone }) => [text, gone])).toEqual([['', 'deleted']]);
    expect(itemsOf(world.host, 'message')).toHaveLength(2);
    ana.member.ignore(id, false);
    bob.member.say({ text: 'again' });
    await world.run(500);
    expect(last(ana).text).toBe('again');
    expect(ana.member.ignore(ana.member.view.self.id, true)).toBe(false);
    expect([ana.member.mute(id, true), ana.member.view.members.find((one) => one.id === id)?.muted]).toEqual([true, true]);
  });

  test('says nothing by a new nick, and is not seen to write', async () => {
    const { world, ana, bob } = await trio();
    const { id } = bob.member.view.self;
    const typing = (): boolean => ana.member.view.typing.includes(id);
    const renamed = (): number => itemsOf(ana, 'member-renamed').length;
    ana.member.ignore(id, true);
    for (const ignored of [true, false]) {
      ana.member.ignore(id, ignored);
      bob.member.rename(`buy it here ${ignored}`);
      bob.member.typing(true);
      await world.run(500);
      expect([typing(), renamed(), ana.member.view.members.at(-1)?.nick]).toEqual([!ignored, ignored ? 0 : 1, `buy it here ${ignored}`]);
      bob.member.typing(false);
      await world.run(500);
    }
  });
});
