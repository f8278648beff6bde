import { describe, expect, test } from 'vitest';
import { relayCounts } from '../../../src/core/relay/relay.js';
import type { Connect } from '../../../src/core/ports/transport.js';
import { toHex } from '../../../src/protocol/bytes.js';
import type { MemberId } from '../../../src/protocol/ids.js';
import { createRoomWorld, type Guest, type RoomWorld } from '../../helpers/room-world.js';

const nicks = ({ member }: Guest): readonly string[] => member.view.members.map(({ nick }) => nick).toSorted();
const kinds = ({ member }: Guest): readonly string[] => member.view.items.map(({ type }) => type);
const troubles = (guest: Guest): readonly string[] => kinds(guest).filter((type) => ['warning', 'missing', 'absent'].includes(type));
const secretOf = ({ member }: Guest): string => toHex(member.secret.s);

const idOf = ({ member }: Guest, nick: string): MemberId => {
  const found = member.view.members.find((one) => one.nick === nick);
  if (found === undefined) throw new Error(`${nick} is not here`);
  return found.id;
};

async function roomOf(...names: readonly string[]): Promise<{ readonly world: RoomWorld; readonly guests: readonly Guest[] }> {
  const world = await createRoomWorld({ mode: 'mls' });
  const guests: Guest[] = [];
  for (const name of names) {
    guests.push(world.guest(name));
    await world.run(1_500);
  }
  return { world, guests };
}

describe('the host gives the room another link', () => {
  test('all move, by the same keys, and go on talking; nothing is lost and nobody is said to have left', async () => {
    const { world, guests } = await roomOf('ana', 'bob');
    const [ana, bob] = guests as [Guest, Guest];
    const before = secretOf(world.host);
    const marks = ana.member.view.members.map(({ fingerprint }) => fingerprint).toSorted();
    expect(world.host.member.rotate()).toBe(true);
    await world.run(8_000);
    expect(new Set([secretOf(world.host), secretOf(ana), secretOf(bob)]).size).toBe(1);
    expect(secretOf(ana)).not.toBe(before);
    for (const one of [world.host, ana, bob]) {
      expect(nicks(one)).toEqual(['ana', 'bob', 'host']);
      expect(one.member.view).toMatchObject({ phase: 'joined', connection: 'online', confirmed: true });
      expect(kinds(one).filter((type) => type === 'link-changed')).toHaveLength(1);
      expect([...troubles(one), ...kinds(one).filter((type) => type === 'member-left')]).toEqual([]);
    }
    expect(ana.member.view.members.map(({ fingerprint }) => fingerprint).toSorted()).toEqual(marks);
    ana.member.say({ text: 'here too' });
    await world.run(500);
    for (const one of [world.host, bob]) expect(one.texts('ana')).toEqual(['here too']);
  });

  test('what is said all the while comes once, in order, to all', async () => {
    const { world, guests } = await roomOf('ana', 'bob', 'cleo');
    world.host.member.rotate();
    const said: string[] = [];
    for (let i = 0; i < 80; i++) {
      const text = `line ${i}`;
      said.push(text);
      guests[i % 3]?.member.say({ text });
      await world.run(100);
    }
    await world.run(6_000);
    for (const one of [world.host, ...guests]) {
      for (const [k, nick] of ['ana', 'bob', 'cleo'].entries()) {
        expect(one.texts(nick)).toEqual(said.filter((_, i) => i % 3 === k));
      }
      expect(troubles(one)).toEqual([]);
    }
  });

  test('the old link lets nobody in, and is forgotten once nobody can come back to it; the new one leads there', async () => {
    const { world, guests } = await roomOf('ana');
    const { s } = world.host.member.secret;
    const old = { ...world.secret, s: s.slice() };
    world.host.member.rotate();
    await world.run(8_000);
    const late = world.guest('late', { secret: old });
    const next = world.host.member.secret;
    const dora = world.guest('dora', { secret: { ...next, s: next.s.slice() } });
    await world.run(2_000);
    expect(late.member.view).toMatchObject({ phase: 'ended', ended: { reason: 'refused' } });
    expect(nicks(dora)).toEqual(['ana', 'dora', 'host']);
    expect(relayCounts(world.relay.state).rooms).toBe(1);
    expect(nicks(guests[0] as Guest)).toEqual(['ana', 'dora', 'host']);
  });

  test('who is away comes along when it is back, and reads what it missed before', async () => {
    const { world, guests } = await roomOf('ana');
    const [ana] = guests as [Guest];
    let [reachable, wire] = [true, 0];
    const connect: Connect = (events) => {
      wire = world.relay.wires.length;
      if (reachable) return world.relay.connect(events);
      world.relay.clock.after(0, () => events.closed(1006));
      return { send: () => undefined, close: () => undefined, backlog: 0 };
    };
    const bob = world.guest('bob', { connect });
    await world.run(1_500);
    reachable = false;
    world.relay.wires[wire]?.cut();
    await world.run(500);
    ana.member.say({ text: 'before' });
    await world.run(500);
    world.host.member.rotate();
    await world.run(20_000);
    expect(ana.member.view.members.map(({ nick, away }) => [nick, away])).toContainEqual(['bob', true]);
    reachable = true;
    await world.run(20_000);
    expect([secretOf(bob), bob.texts('ana')]).toEqual([secretOf(ana), ['before']]);
    for (const one of [world.host, ana, bob]) expect(nicks(one)).toEqual(['ana', 'bob', 'host']);
  });

  test('who was removed reads no word of it: first it is out, then the others are told', async () => {
    const { world, guests } = await roomOf('ana', 'eve');
    const [ana, eve] = guests as [Guest, Guest];
    world.host.member.kick(idOf(world.host, 'eve'));
    world.host.member.rotate();
    await world.run(8_000);
    expect(eve.member.view).toMatchObject({ phase: 'ended', ended: { code: 'REMOVED' } });
    expect(kinds(eve)).not.toContain('link-changed');
    expect(nicks(ana)).toEqual(['ana', 'host']);
    expect(secretOf(ana)).toBe(secretOf(world.host));
  });

  test('private messages and marks go on', async () => {
    const { world, guests } = await roomOf('ana', 'bob');
    const [ana, bob] = guests as [Guest, Guest];
    ana.member.mark(idOf(ana, 'bob'), true);
    ana.member.tell(idOf(ana, 'bob'), { text: 'one' });
    await world.run(3_000);
    world.host.member.rotate();
    await world.run(8_000);
    ana.member.tell(idOf(ana, 'bob'), { text: 'two' });
    await world.run(3_000);
    expect(bob.texts('ana')).toEqual(['one', 'two']);
    expect(ana.member.view.members.find(({ nick }) => nick === 'bob')?.verified).toBe(true);
    expect(kinds(ana)).not.toContain('member-anew');
  });

  test('a room that was locked is open behind its next link, which nobody calls locked, and can be locked again', async () => {
    const { world, guests } = await roomOf('ana');
    const [ana] = guests as [Guest];
    world.host.member.lock(true);
    await world.run(500);
    world.host.member.rotate();
    await world.run(8_000);
    const next = world.host.member.secret;
    const late = world.guest('late', { secret: { ...next, s: next.s.slice() } });
    await world.run(2_000);
    expect(nicks(late)).toEqual(['ana', 'host', 'late']);
    for (const one of [world.host, ana, late]) expect(one.member.view.locked).toBe(false);
    world.host.member.lock(true);
    await world.run(500);
    for (const one of [world.host, ana, late]) expect(one.member.view.locked).toBe(true);
  });

  test.each([0, 100, 300, 600, 1_000, 2_000])('a lock %d ms later shuts out nobody who was in', async (ms) => {
    const { world, guests } = await roomOf('ana', 'bob');
    world.host.member.rotate();
    await world.run(ms);
    world.host.member.lock(true);
    await world.run(10_000);
    for (const one of [world.host, ...guests]) {
      expect(nicks(one)).toEqual(['ana', 'bob', 'host']);
      expect(one.member.view).toMatchObject({ phase: 'joined', locked: true });
    }
  });

  test('to be on the way there is no break of the connection: the other link is told before it', async () => {
    const { world, guests } = await roomOf('ana');
    const [ana] = guests as [Guest];
    const heard: string[] = [];
    ana.member.on((event) => {
      if (event.type === 'item') heard.push(event.item.type);
      else if (event.type === 'changed') heard.push(ana.member.view.connection);
    });
    world.host.member.rotate();
    await world.run(8_000);
    expect(heard).toContain('reconnecting');
    expect(heard.indexOf('link-changed')).toBeLessThan(heard.indexOf('reconnecting'));
  });

  test('again and again, in a room that goes on', async () => {
    const { world, guests } = await roomOf('ana', 'bob');
    const seen = new Set<string>();
    for (let i = 0; i < 4; i++) {
      world.host.member.rotate();
      // Said twice, it is done once.
      world.host.member.rotate();
      await world.run(8_000);
      seen.add(secretOf(guests[0] as Guest));
      guests[0]?.member.say({ text: `round ${i}` });
      await world.run(500);
    }
    expect(seen.size).toBe(4);
    expect(guests[1]?.texts('ana')).toEqual(['round 0', 'round 1', 'round 2', 'round 3']);
    expect(relayCounts(world.relay.state).rooms).toBe(1);
    for (const one of guests) expect(troubles(one)).toEqual([]);
  });

  test('a room with nobody else in it can have one', async () => {
    const { world } = await roomOf();
    const before = secretOf(world.host);
    world.host.member.rotate();
    await world.run(8_000);
    expect(secretOf(world.host)).not.toBe(before);
    expect(world.host.member.view).toMatchObject({ phase: 'joined', confirmed: true });
  });

  test('only the host can, and only where who has the old link cannot read the new one', async () => {
    const { world, guests } = await roomOf('ana');
    expect(guests[0]?.member.rotate()).toBe(false);
    const plain = await createRoomWorld({ mode: 'shared-key' });
    expect(plain.host.member.rotate()).toBe(false);
    world.host.member.leave();
    expect(world.host.member.rotate()).toBe(false);
  });

  test('who comes just then comes along, or is told that this way is closed', async () => {
    const { world } = await roomOf('ana');
    const { s } = world.secret;
    const late: Guest[] = [];
    for (let i = 0; i < 12; i++) {
      if (i === 6) world.host.member.rotate();
      late.push(world.guest(`late${i}`, { secret: { ...world.secret, s: s.slice() } }));
      await world.run(20, 10);
    }
    await world.run(20_000);
    for (const one of late) {
      const { phase, ended } = one.member.view;
      if (phase === 'ended') expect(ended?.reason).toBe('refused');
      else expect([secretOf(one), phase, one.member.view.confirmed]).toEqual([secretOf(world.host), 'joined', true]);
    }
    const inside = late.filter(({ member }) => member.view.phase === 'joined').length;
    expect([inside > 0, inside < 12, nicks(world.host).length]).toEqual([true, true, inside + 2]);
  });

  test('who was away, and does not come back in ten minutes, has left', async () => {
    const { world, guests } = await roomOf('ana', 'bob');
    const [ana, bob] = guests as [Guest, Guest];
    bob.wire().cut('relay');
    await world.run(500);
    world.host.member.rotate();
    bob.member.wipe();
    await world.run(8_000);
    expect(nicks(ana)).toEqual(['ana', 'bob', 'host']);
    await world.run(601_000, 5_000);
    for (const one of [world.host, ana]) expect(nicks(one)).toEqual(['ana', 'host']);
  });
});
