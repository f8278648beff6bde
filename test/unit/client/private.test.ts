import { describe, expect, test } from 'vitest';
import type { ViewItem } from '../../../src/client/view.js';
import { createRoomWorld, type Guest, type RoomWorld } from '../../helpers/room-world.js';
import { itemsOf, warningsOf } from '../../helpers/seen.js';

/** What was said to it privately, and by whom. */
const privately = (guest: Guest): readonly string[] =>
  guest.member.view.items.flatMap((item) =>
    item.type === 'message' && item.private !== undefined && !item.from.self ? [`${item.from.nick}: ${item.text}`] : [],
  );
const states = (guest: Guest): readonly string[] =>
  guest.member.view.items.flatMap((item: ViewItem) => (item.type === 'message' && item.from.self ? [`${item.text} ${item.state}`] : []));
const idOf = (of: Guest): string => of.member.view.self.id;
const tell = (from: Guest, to: Guest, text: string): void => {
  const told = from.member.tell(to.member.view.self.id, text);
  if (!told.ok) throw new Error(told.reason);
};
/** A host, ana and bob; of those two the one with the lower key makes the group. */
async function room(seed = 1): Promise<{ world: RoomWorld; ana: Guest; bob: Guest }> {
  const world = await createRoomWorld({ mode: 'mls', seed });
  const ana = world.guest('ana');
  const bob = world.guest('bob');
  await world.run(1_000);
  return { world, ana, bob };
}

describe('a private message', () => {
  test.each([1, 2, 3, 4])('is read by whom it is for, and by nobody else, whoever makes the group (%i)', async (seed) => {
    const { world, ana, bob } = await room(seed);
    tell(ana, bob, 'for you');
    await world.run(500);
    expect([privately(bob), privately(world.host), states(ana)]).toEqual([['ana: for you'], [], ['for you sent']]);
    tell(bob, ana, 'and for you');
    await world.run(500);
    expect([privately(ana), privately(world.host)]).toEqual([['bob: and for you'], []]);
    expect(itemsOf(bob, 'message')[0]).toMatchObject({ private: { with: { nick: 'ana' } } });
    expect(idOf(ana)).not.toBe(idOf(bob));
    expect([ana, bob, world.host].flatMap(warningsOf)).toEqual([]);
  });
});
