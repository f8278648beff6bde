import { describe, expect, test } from 'vitest';
import { createRoomWorld } from '../../helpers/room-world.js';

describe.each(['shared-key', 'none'] as const)('a room in mode %s', (mode) => {
  test('host and guests talk, each message once and in order', async () => {
    const world = await createRoomWorld({ mode });
    const ana = world.guest('ana');
    const ben = world.guest('ben');
    await world.run(2_000);
    expect(ana.member.view.phase).toBe('joined');
    expect(ana.member.view.confirmed).toBe(true);
    expect(ben.member.view.members.map(({ shown, role }) => `${shown} ${role}`)).toEqual(['host host', 'ben guest', 'ana guest']);
    for (const text of ['one', 'two', 'three']) ana.member.say({ text });
    world.host.member.say({ text: 'hello' });
    await world.run(1_000);
    for (const guest of [world.host, ana, ben]) {
      expect(guest.texts('ana')).toEqual(['one', 'two', 'three']);
      expect(guest.texts('host')).toEqual(['hello']);
      expect(guest.member.view.items.filter(({ type }) => type === 'missing' || type === 'warning')).toEqual([]);
    }
    expect(ana.member.waiting).toBe(0);
  });

  test('what a newcomer says in a burst the moment it has joined reaches everybody at once', async () => {
    const world = await createRoomWorld({ mode });
    const ana = world.guest('ana');
    await world.run(1_000);
    const ben = world.guest('ben');
    const texts = Array.from({ length: 60 }, (_, i) => `burst ${i}`);
    ben.member.on((event) => {
      if (event.type === 'joined') for (const text of texts) ben.member.say({ text });
    });
    await world.run(1_500, 10);
    expect(ana.texts('ben')).toEqual(texts);
    expect(world.host.texts('ben')).toEqual(texts);
  });

  test('who was away when the room was locked knows it after the return', async () => {
    const world = await createRoomWorld({ mode });
    const ana = world.guest('ana');
    await world.run(1_000);
    ana.wire().cut();
    world.host.member.lock(true);
    await world.run(2_000);
    expect([ana.member.view.connection, ana.member.view.locked]).toEqual(['online', true]);
  });

  test('a last message that is lost while its sender is away is found missing after the return', async () => {
    const world = await createRoomWorld({ mode });
    const ana = world.guest('ana');
    const ben = world.guest('ben');
    await world.run(1_000);
    world.relay.hooks.toMember = (message, wire) => (wire === ben.wire() && message[1] === 4 ? [] : [message]);
    ana.member.say({ text: 'lost on the way to ben' });
    await world.run(500);
    delete world.relay.hooks.toMember;
    ana.wire().cut('relay');
    await world.run(45_000, 500);
    expect(ben.member.view.items.filter(({ type }) => type === 'missing')).toMatchObject([{ count: 1 }]);
  });

  test('what is lost before somebody leaves and comes back is found missing then', async () => {
    const world = await createRoomWorld({ mode });
    const ana = world.guest('ana');
    const ben = world.guest('ben', { giveUpMs: 3_600_000 });
    await world.run(1_000);
    ben.member.say({ text: 'arrives' });
    await world.run(500);
    world.relay.hooks.toMember = (message, wire) => (wire === ana.wire() && message[1] === 4 ? [] : [message]);
    for (const text of ['lost', 'lost too']) ben.member.say({ text });
    await world.run(500);
    delete world.relay.hooks.toMember;
    ben.wire().cut();
    world.relay.hooks.toRelay = (message) => (message[1] === 67 ? [] : [message]);
    await world.run(601_000, 5_000);
    delete world.relay.hooks.toRelay;
    await world.run(60_000, 500);
    expect(ana.member.view.members.some(({ nick }) => nick === 'ben')).toBe(true);
    expect(ana.member.view.items.filter(({ type }) => type === 'missing')).toMatchObject([{ count: 2 }]);
  });
});
