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
});
