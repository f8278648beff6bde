import { expect, test, describe } from 'vitest';
import { createRoomWorld } from '../../helpers/room-world.js';

describe('members of a group', () => {
  test('a guest is let in, is confirmed, and both talk', async () => {
    const world = await createRoomWorld({ mode: 'mls' });
    expect(world.host.member.view).toMatchObject({ phase: 'joined', confirmed: true, mode: 'mls' });
    const ana = world.guest('ana');
    await world.run(500);
    expect(ana.member.view).toMatchObject({ phase: 'joined', confirmed: true });
    world.host.member.say({ text: 'welcome' });
    ana.member.say({ text: 'hello' });
    await world.run(100);
    expect(ana.texts()).toEqual(['hello', 'welcome']);
    expect(world.host.texts().toSorted()).toEqual(['hello', 'welcome']);
    expect(ana.member.view.members.map(({ nick }) => nick)).toEqual(['host', 'ana']);
  });

  test('many leave at once: never more than half of the group in one commit, and all in the end', async () => {
    const world = await createRoomWorld({ mode: 'mls' });
    const guests = Array.from({ length: 9 }, (_, n) => world.guest(`g${n}`));
    await world.run(1_000);
    expect(world.host.member.view.members).toHaveLength(10);
    for (const guest of guests.slice(1)) guest.member.leave();
    await world.run(10_000);
    expect(world.host.member.view.members.map(({ nick }) => nick)).toEqual(['host', 'g0']);
    expect(guests[0]?.member.view.members.map(({ nick }) => nick)).toEqual(['host', 'g0']);
    world.host.member.say({ text: 'to who is left' });
    await world.run(100);
    expect(guests[0]?.texts()).toEqual(['to who is left']);
  });
});
