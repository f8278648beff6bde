import { expect, test } from 'vitest';
import { trio } from '../../helpers/private-room.js';
import type { Guest } from '../../helpers/room-world.js';

const idOf = (guest: Guest) => guest.member.view.self.id;

const asks = (of: Guest): number => of.events.filter((event) => event.type === 'emoji' && event.emoji.state === 'asked').length;

/** Asks, and has gone before anybody could say yes, so many times. */
async function nag({ world, ana, bob }: Awaited<ReturnType<typeof trio>>, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    bob.member.compare(idOf(ana));
    await world.run(500);
    bob.member.answer(idOf(ana), undefined);
    await world.run(500);
  }
}

test.each([1, 2, 3, 4])('whoever asks again and again to compare emoji is heard three times a minute (%i)', async (seed) => {
  const room = await trio(seed);
  await nag(room, 10);
  expect(asks(room.ana)).toBe(3);
  await room.world.run(60_000, 1_000);
  await nag(room, 1);
  expect(asks(room.ana)).toBe(4);
  // What our own person begins is nobody's ask.
  room.ana.member.compare(idOf(room.bob));
  await room.world.run(500);
  expect(asks(room.bob)).toBe(1);
});

test('who is ignored is not heard to ask', async () => {
  const room = await trio();
  room.ana.member.ignore(idOf(room.bob), true);
  await nag(room, 2);
  expect(asks(room.ana)).toBe(0);
  room.ana.member.ignore(idOf(room.bob), false);
  await nag(room, 1);
  expect(asks(room.ana)).toBe(1);
});
