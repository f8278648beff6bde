import { expect, test } from 'vitest';
import { adversaryRoom, frameOf, withhold } from '../../helpers/adversary-room.js';
import { itemsOf } from '../../helpers/seen.js';

test('what somebody had sealed before a newcomer was added, and what comes after it, is not missing to the newcomer', async () => {
  const { world, host, ana } = await adversaryRoom();
  ana.member.say({ text: 'first' });
  await world.run(1_000);
  const late: Uint8Array[] = [];
  world.relay.hooks.toRelay = (bytes, wire) => {
    if (wire !== ana.wire() || frameOf(bytes).type !== 'APP') return [bytes];
    late.push(bytes);
    return [];
  };
  ana.member.say({ text: 'on its way' });
  const cem = world.guest('cem');
  // Time for the host to say how far it has counted, without that one.
  await world.run(2_000);
  expect(cem.member.view.confirmed).toBe(true);
  delete world.relay.hooks.toRelay;
  for (const bytes of late) ana.wire().inject('relay', bytes);
  await world.run(500);
  // The host says it again, for somebody else.
  world.guest('dan');
  await world.run(100_000, 500);
  expect([host.texts('ana'), cem.texts('ana')]).toEqual([['first', 'on its way'], []]);
  expect(itemsOf(cem, 'missing')).toEqual([]);
});

test('what is kept from a newcomer is found out all the same, though nobody speaks any more', async () => {
  const { world, ana } = await adversaryRoom();
  const cem = world.guest('cem');
  await world.run(20_000, 500);
  const { undo } = withhold(world, cem, ({ type }) => type === 'APP');
  ana.member.say({ text: 'lost' });
  await world.run(14_000, 500);
  undo();
  await world.run(45_000, 500);
  expect(itemsOf(cem, 'missing')).toMatchObject([{ count: 1, member: { nick: 'ana' } }]);
});

test('the first that a silent member says, kept from who came later, is missing there', async () => {
  const { world, ana } = await adversaryRoom();
  const cem = world.guest('cem');
  await world.run(60_000, 500);
  const { undo } = withhold(world, cem, ({ type }) => type === 'APP');
  ana.member.say({ text: 'lost' });
  await world.run(500);
  undo();
  ana.member.say({ text: 'comes' });
  await world.run(60_000, 500);
  expect(cem.texts('ana')).toEqual(['comes']);
  expect(itemsOf(cem, 'missing')).toMatchObject([{ count: 1, member: { nick: 'ana' } }]);
});
