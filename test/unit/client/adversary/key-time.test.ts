import { describe, expect, test } from 'vitest';
import { adversaryRoom, expectTalk, frameOf, inject, withhold } from '../../../helpers/adversary-room.js';
import { itemsOf } from '../../../helpers/seen.js';
import { createRoomWorld, type Guest, type RoomWorld } from '../../../helpers/room-world.js';

/** When somebody's commits went out, in milliseconds from now on. */
function commitsOf({ relay }: RoomWorld, who: Guest): readonly number[] {
  const from = relay.clock.now();
  const at: number[] = [];
  relay.hooks.toRelay = (bytes, wire) => {
    if (wire === who.wire() && frameOf(bytes).type === 'COMMIT') at.push(relay.clock.now() - from);
    return [bytes];
  };
  return at;
}

describe('keys that somebody could have stolen', () => {
  test('are replaced by a newcomer, once, within two minutes', async () => {
    const world = await createRoomWorld({ mode: 'mls' });
    const ana = world.guest('ana');
    const commits = commitsOf(world, ana);
    await world.run(59_000, 500);
    expect(commits).toEqual([]);
    await world.run(65_000, 500);
    expect(commits.length).toBe(1);
    await world.run(300_000, 1_000);
    expect(commits.length).toBe(1);
    await expectTalk(world, world.host, ana);
  });

  test('are replaced by the host after a hundred messages, though nobody comes or goes', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    await world.run(3_000);
    const commits = commitsOf(world, host);
    for (let i = 0; i < 80; i++) ana.member.say({ text: `${i}` });
    await world.run(10_000, 200);
    expect(commits).toEqual([]);
    for (let i = 0; i < 30; i++) ben.member.say({ text: `${i}` });
    await world.run(10_000, 200);
    expect(commits.length).toBe(1);
    await expectTalk(world, host, ana, ben);
  });
});

describe('a message of the epoch before that the relay holds back', () => {
  test.each([
    [25_000, ['held']],
    [35_000, []],
  ])('for %i ms, is opened for half a minute and no longer: then its keys are gone', async (ms, texts) => {
    const { world, host, ana, ben } = await adversaryRoom();
    const { held, undo } = withhold(world, ben, ({ type }) => type === 'APP');
    ana.member.say({ text: 'held' });
    await world.run(500);
    undo();
    const cem = world.guest('cem');
    await world.run(1_000);
    await world.run(ms, 500);
    for (const frame of held) inject(ben, frame, frame.seq);
    await world.run(500);
    expect(ben.texts('ana')).toEqual(texts);
    expect(itemsOf(ben, 'missing')).toMatchObject([{ count: 1, member: { nick: 'ana' } }]);
    await expectTalk(world, host, ana, ben, cem);
  });
});
