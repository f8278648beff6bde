import { describe, expect, test } from 'vitest';
import { createRoomWorld, type Guest } from '../../helpers/room-world.js';

const copies = ({ member }: Guest) =>
  member.view.items.flatMap((item) => (item.type === 'history' ? [item.entries.map(({ nick, text }) => `${nick}: ${text}`)] : []));

describe('what was said before somebody came', () => {
  test('is handed to newcomers by the host, the last of it, once', async () => {
    const world = await createRoomWorld({ mode: 'mls', history: 2 });
    const ana = world.guest('ana');
    await world.run(1_000);
    ana.member.say({ text: 'one' });
    world.host.member.say({ text: 'two' });
    ana.member.say({ text: 'three', style: 'me' });
    await world.run(1_000);
    const bob = world.guest('bob');
    await world.run(1_000);
    expect(copies(ana)).toEqual([[]]);
    const [copy = []] = copies(bob);
    expect(copy).toHaveLength(2);
    expect(copy.every((line) => ['ana: one', 'host: two', 'ana: three'].includes(line))).toBe(true);
    expect(bob.texts()).toEqual([]);
  });

  test('is nobody’s to read otherwise', async () => {
    const world = await createRoomWorld({ mode: 'mls' });
    world.host.member.say({ text: 'before' });
    await world.run(1_000);
    const ana = world.guest('ana');
    await world.run(1_000);
    expect([copies(ana), ana.texts()]).toEqual([[], []]);
  });
});
