import { describe, expect, test } from 'vitest';
import { frameTypes } from '../../../src/protocol/frame-type.js';
import { createRoomWorld, type RoomWorld } from '../../helpers/room-world.js';
import { seededNumbers } from '../../helpers/seeded-random.js';
import { itemsOf, namesIn, warningsOf } from '../../helpers/seen.js';

/** From now on every message frame that goes to this wire is kept. */
function record(world: RoomWorld, wire: number): readonly Uint8Array[] {
  const frames: Uint8Array[] = [];
  world.relay.hooks.toMember = (bytes, { link }) => {
    if (link === wire && bytes[1] === frameTypes.APP) frames.push(bytes.slice());
    return [bytes];
  };
  return frames;
}

describe.each(['shared-key', 'none'] as const)('a relay that repeats what it has recorded, in mode %s', (mode) => {
  test('shows nothing to those who heard it', async () => {
    const world = await createRoomWorld({ mode });
    const ana = world.guest('ana');
    await world.run(2_000);
    const frames = record(world, ana.wire().link);
    world.host.member.say({ text: 'one' });
    ana.member.say({ text: 'two' });
    await world.run(500);
    expect(frames.length).toBeGreaterThan(1);
    const before = ana.member.view.items.length;
    for (const frame of [...frames, ...frames]) ana.wire().inject('member', frame);
    await world.run(500);
    expect(warningsOf(ana)).toEqual(['MESSAGES_REFUSED']);
    expect(ana.texts().toSorted()).toEqual(['one', 'two']);
    expect(ana.member.view.items).toHaveLength(before + 1);
  });

  test('shows nothing to a newcomer, neither before nor after it has met the others', async () => {
    const world = await createRoomWorld({ mode });
    const ana = world.guest('ana');
    const frames = record(world, ana.wire().link);
    await world.run(2_000);
    const ben = world.guest('ben');
    await world.run(2_000);
    for (const { member } of [world.host, ben]) member.say({ text: 'only for those who were here' });
    await world.run(500);
    ben.member.leave();
    await world.run(500);
    const cleo = world.guest('cleo');
    world.relay.hooks.toMember = (bytes, { link }) => {
      const first = link === cleo.wire().link && bytes[1] === frameTypes.HELLO_OK;
      return first ? [bytes, ...frames] : [bytes];
    };
    await world.run(2_000);
    for (const frame of frames) cleo.wire().inject('member', frame);
    await world.run(500);
    expect([cleo.texts(), namesIn(cleo)]).toEqual([[], ['ana', 'cleo', 'host']]);
    world.host.member.say({ text: 'now' });
    ana.member.say({ text: 'now too' });
    await world.run(500);
    expect(cleo.texts().toSorted()).toEqual(['now', 'now too']);
    expect(itemsOf(cleo, 'missing')).toEqual([]);
  });

  test('shows nothing to someone who has come back to another place', async () => {
    const world = await createRoomWorld({ mode });
    const ana = world.guest('ana');
    await world.run(2_000);
    const frames = record(world, ana.wire().link);
    world.host.member.say({ text: 'one' });
    await world.run(500);
    ana.member.leave();
    const again = world.guest('ana');
    world.relay.hooks.toMember = (bytes, { link }) =>
      link === again.wire().link && bytes[1] === frameTypes.HELLO_OK ? [bytes, ...frames] : [bytes];
    await world.run(2_000);
    expect(again.texts()).toEqual([]);
  });
});

test('a relay that delivers every message twice shows each once', async () => {
  const world = await createRoomWorld();
  world.relay.hooks.toMember = (bytes) => (bytes[1] === frameTypes.APP ? [bytes, bytes.slice()] : [bytes]);
  const ana = world.guest('ana');
  await world.run(2_000);
  ana.member.say({ text: 'one' });
  world.host.member.say({ text: 'two' });
  await world.run(500);
  for (const guest of [ana, world.host]) expect(guest.texts().toSorted()).toEqual(['one', 'two']);
  expect(namesIn(ana)).toEqual(['ana', 'host']);
});

test('one’s own message that comes back again is not taken for someone else’s', async () => {
  const world = await createRoomWorld();
  const ana = world.guest('ana');
  await world.run(2_000);
  const sent: Uint8Array[] = [];
  world.relay.hooks.toRelay = (bytes) => {
    sent.push(bytes.slice());
    return [bytes];
  };
  ana.member.say({ text: 'me' });
  await world.run(500);
  for (const frame of sent) ana.wire().inject('member', frame);
  await world.run(500);
  expect([ana.texts(), namesIn(ana), itemsOf(ana, 'message').map(({ state }) => state)]).toEqual([['me'], ['ana', 'host'], ['sent']]);
});

test('a message that was changed on its way is not shown, and is found missing', async () => {
  const world = await createRoomWorld();
  const ana = world.guest('ana');
  await world.run(2_000);
  const pick = seededNumbers(5);
  world.relay.hooks.toMember = (bytes, { link }) => {
    if (link !== ana.wire().link || bytes[1] !== frameTypes.APP) return [bytes];
    const at = 26 + pick(bytes.length - 26);
    return [bytes.with(at, (bytes[at] as number) ^ (1 << pick(8)))];
  };
  for (let n = 0; n < 20; n++) world.host.member.say({ text: `changed ${n}` });
  await world.run(2_000);
  delete world.relay.hooks.toMember;
  world.host.member.say({ text: 'whole' });
  await world.run(500);
  expect([ana.texts(), warningsOf(ana)]).toEqual([['whole'], ['MESSAGES_REFUSED']]);
  expect(itemsOf(ana, 'missing')).toMatchObject([{ count: 20, member: { nick: 'host' } }]);
});

test('a member that hears random bytes goes on', async () => {
  const world = await createRoomWorld();
  const ana = world.guest('ana');
  await world.run(2_000);
  const pick = seededNumbers(6);
  for (let n = 0; n < 300; n++) {
    const bytes = Uint8Array.from({ length: pick(120) }, () => pick(256));
    if (n % 2 === 0 && bytes.length > 2) bytes.set([1, Object.values(frameTypes)[pick(19)] as number]);
    ana.wire().inject('member', bytes);
  }
  await world.run(500);
  world.host.member.say({ text: 'hello' });
  await world.run(500);
  expect([ana.member.view.phase, ana.texts(), warningsOf(ana)]).toEqual(['joined', ['hello'], ['MESSAGES_REFUSED']]);
});

test('messages in another order than they were said are shown as they come, with what is missing', async () => {
  const world = await createRoomWorld();
  const ana = world.guest('ana');
  await world.run(2_000);
  const kept: Uint8Array[] = [];
  world.relay.hooks.toMember = (bytes, { link }) => {
    if (link !== ana.wire().link || bytes[1] !== frameTypes.APP) return [bytes];
    kept.push(bytes.slice());
    return [];
  };
  for (const text of ['one', 'two', 'three']) world.host.member.say({ text });
  await world.run(500);
  delete world.relay.hooks.toMember;
  for (const at of [1, 2, 0]) ana.wire().inject('member', kept[at] as Uint8Array);
  await world.run(500);
  expect(ana.texts()).toEqual(['two', 'three']);
  expect(itemsOf(ana, 'missing')).toMatchObject([{ count: 1 }]);
});
