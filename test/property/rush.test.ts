import { expect, test } from 'vitest';
import { epochOf } from '../helpers/adversary-room.js';
import { createRoomWorld } from '../helpers/room-world.js';

test('fifty come at once: all are in and sure of it after a second of the room’s time, in at most five epochs', async () => {
  const world = await createRoomWorld({ mode: 'mls' });
  const guests = Array.from({ length: 50 }, (_, n) => world.guest(`g${n}`));
  await world.run(1_000);
  for (const { member } of guests) expect(member.view).toMatchObject({ phase: 'joined', confirmed: true });
  expect(world.host.member.view.members).toHaveLength(51);
  expect(epochOf(world)).toBeLessThanOrEqual(5);
});
