import { describe, expect, test } from 'vitest';
import type { Connect } from '../../../src/core/ports/transport.js';
import type { MemberId } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';
import type { ViewMember } from '../../../src/client/view.js';
import { createRoomWorld, type Guest } from '../../helpers/room-world.js';

const seen = (of: Guest, nick: string): ViewMember => {
  const member = of.member.view.members.findLast((one) => one.nick === nick);
  if (member === undefined) throw new Error(`${nick} is not here`);
  return member;
};

const kinds = (of: Guest): readonly string[] =>
  of.member.view.items.flatMap((item) => ('member' in item ? [`${item.type} ${item.member.nick}`] : []));

describe.each(['mls', 'shared-key'] as const)('codes and marks (%s)', (mode) => {
  const room = async () => {
    const world = await createRoomWorld({ mode });
    const [ana, bob] = [world.guest('ana'), world.guest('bob')];
    await world.run(2_000);
    return { world, ana, bob };
  };

  test('both sides have the same codes of each, and the same number of the pair', async () => {
    const { ana, bob, world } = await room();
    const own = bob.member.codes.member(bob.member.view.self.id);
    expect(own?.words.split(' ')).toHaveLength(16);
    expect(ana.member.codes.member(seen(ana, 'bob').id)).toEqual(own);
    expect(world.host.member.codes.member(seen(ana, 'bob').id)).toEqual(own);
    expect(own).not.toEqual(bob.member.codes.member(seen(bob, 'ana').id));
    const number = ana.member.codes.pair(seen(ana, 'bob').id);
    expect(number).toMatch(/^(\d{5} ){11}\d{5}$/u);
    expect(bob.member.codes.pair(seen(bob, 'ana').id)).toBe(number);
    expect(ana.member.codes.pair(seen(ana, 'host').id)).not.toBe(number);
    expect(ana.member.codes.pair(ana.member.view.self.id)).toBeUndefined();
    expect(ana.member.codes.member('0000000000000000' as MemberId)).toBeUndefined();
  });

  test('what was typed is compared with every form, and with no code of somebody else', async () => {
    const { ana, bob } = await room();
    const { id } = seen(ana, 'bob');
    const { words = '', digits = '', qr = '' } = bob.member.codes.member(id) ?? {};
    const other = bob.member.codes.member(seen(bob, 'ana').id)?.words ?? '';
    const number = bob.member.codes.pair(seen(bob, 'ana').id) ?? '';
    for (const typed of [words, digits, qr, number, words.toUpperCase().replaceAll(' ', '\n')])
      expect(ana.member.codes.check(id, typed)).toBe('same');
    for (const typed of [other, `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}`, words.split(' ').toReversed().join(' ')])
      expect(ana.member.codes.check(id, typed)).toBe('different');
    for (const typed of ['', 'yes', words.split(' ').slice(0, 4).join(' '), ana.member.codes.room() ?? ''])
      expect(ana.member.codes.check(id, typed)).toBe('unreadable');
    expect(ana.member.codes.check('0000000000000000' as MemberId, words)).toBe('unreadable');
  });

  test('a mark is for oneself, is said once, and can be taken back', async () => {
    const { ana, bob, world } = await room();
    const { id } = seen(ana, 'bob');
    expect(ana.member.mark(id, true)).toBe(true);
    expect(ana.member.mark(id, true)).toBe(true);
    expect(seen(ana, 'bob').verified).toBe(true);
    expect(seen(ana, 'host').verified).toBe(false);
    bob.member.say({ text: 'hello' });
    await world.run(500);
    expect(ana.member.view.items.findLast(({ type }) => type === 'message')).toMatchObject({ from: { nick: 'bob', verified: true } });
    for (const other of [bob, world.host]) expect(other.member.view.members.every(({ verified }) => !verified)).toBe(true);
    expect(ana.member.mark(ana.member.view.self.id, true)).toBe(false);
    expect(ana.member.mark('0000000000000000' as MemberId, true)).toBe(false);
    expect(ana.member.view.self.verified).toBe(false);
    expect(ana.member.mark(id, false)).toBe(true);
    expect(seen(ana, 'bob').verified).toBe(false);
    expect(kinds(ana).filter((kind) => kind.includes('verified'))).toEqual(['member-verified bob', 'member-unverified bob']);
  });

  test('a mark stays with the key, over another nick and a return to another place', async () => {
    const { ana, world } = await room();
    let [gone, link] = [false, 0];
    const connect: Connect = (events) => {
      if (!gone) {
        link = world.relay.wires.length;
        return world.relay.connect(events);
      }
      world.relay.clock.after(0, () => events.closed(1006));
      return { send: () => undefined, close: () => undefined, backlog: 0 };
    };
    const carl = world.guest('carl', { connect, giveUpMs: 2 * limits.awayMs });
    await world.run(2_000);
    ana.member.mark(seen(ana, 'carl').id, true);
    carl.member.rename('robert');
    await world.run(500);
    expect(seen(ana, 'robert').verified).toBe(true);
    gone = true;
    world.relay.wires[link]?.cut();
    await world.run(limits.awayMs + 60_000, 5_000);
    expect(kinds(ana)).toContain('member-left robert');
    gone = false;
    await world.run(10_000, 100);
    expect(seen(ana, 'robert').verified).toBe(true);
    expect(kinds(ana).filter((kind) => kind.startsWith('member-anew'))).toEqual([]);
  });

  test('who comes back by the nick of a verified member with another key is not verified, and that is said once', async () => {
    const { ana, bob, world } = await room();
    ana.member.mark(seen(ana, 'bob').id, true);
    bob.member.leave();
    await world.run(4_000);
    const again = world.guest('Bob');
    world.guest('carl');
    await world.run(4_000);
    expect(seen(ana, 'Bob').verified).toBe(false);
    expect(kinds(ana).filter((kind) => kind.startsWith('member-anew'))).toEqual(['member-anew Bob']);
    again.member.rename('bobby');
    await world.run(500);
    again.member.rename('bob');
    await world.run(500);
    expect(kinds(ana).filter((kind) => kind.startsWith('member-anew'))).toHaveLength(1);
    // Nobody has marked anyone there.
    expect(kinds(world.host).filter((kind) => kind.startsWith('member-anew'))).toEqual([]);
  });

  test('two of one nick at once: said when the verified one is gone', async () => {
    const { ana, bob, world } = await room();
    ana.member.mark(seen(ana, 'bob').id, true);
    world.guest('bob');
    await world.run(2_000);
    expect(kinds(ana).filter((kind) => kind.startsWith('member-anew'))).toEqual([]);
    bob.member.leave();
    await world.run(4_000);
    expect(kinds(ana).filter((kind) => kind.startsWith('member-anew'))).toEqual(['member-anew bob']);
  });

  test('marks are gone with the member', async () => {
    const { ana } = await room();
    const { id } = seen(ana, 'bob');
    ana.member.mark(id, true);
    ana.member.wipe();
    expect(ana.member.mark(id, true)).toBe(false);
    expect(ana.member.codes.member(id)).toBeUndefined();
    expect(ana.member.codes.room()).toBeUndefined();
  });
});

describe('the code of the room', () => {
  test('all have the same, another one when somebody comes or goes, and none out of the group', async () => {
    const world = await createRoomWorld({ mode: 'mls' });
    const alone = world.host.member.codes.room();
    const ana = world.guest('ana');
    await world.run(2_000);
    const two = world.host.member.codes.room();
    expect(two?.split(' ')).toHaveLength(12);
    expect(two).not.toBe(alone);
    expect(ana.member.codes.room()).toBe(two);
    const bob = world.guest('bob');
    await world.run(2_000);
    const three = world.host.member.codes.room();
    expect(three).not.toBe(two);
    expect([ana, bob].map(({ member }) => member.codes.room())).toEqual([three, three]);
    bob.member.leave();
    await world.run(4_000);
    expect(world.host.member.codes.room()).not.toBe(three);
    expect(ana.member.codes.room()).toBe(world.host.member.codes.room());
    expect(bob.events.at(-1)?.type).toBe('ended');
  });

  test('a room without a group has none', async () => {
    const world = await createRoomWorld({ mode: 'shared-key' });
    const ana = world.guest('ana');
    await world.run(500);
    expect(ana.member.codes.room()).toBeUndefined();
  });
});
