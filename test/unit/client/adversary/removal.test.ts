import type { Proposal } from 'ts-mls/proposal.js';
import { describe, expect, test } from 'vitest';
import { leavesOf } from '../../../../src/crypto/group-leaves.js';
import { adversaryRoom, connOf, epochOf, expectTalk, inject, lease, listen, roomWithInsider } from '../../../helpers/adversary-room.js';
import type { HostileLeaf } from '../../../helpers/hostile-leaf.js';
import type { Guest } from '../../../helpers/room-world.js';
import { itemsOf } from '../../../helpers/seen.js';

/** What mallory commits: ben is taken out. */
function removeBen({ insider, scope }: HostileLeaf): Proposal {
  const ben = leavesOf(insider.state.ratchetTree).find((leaf) => scope.identityOf(leaf).nick === 'ben');
  if (ben === undefined) throw new Error('ben is not in the group');
  return { proposalType: 'remove', remove: { removed: ben.index } };
}
const removals = (guest: Guest): readonly string[] =>
  itemsOf(guest, 'member-removed').map(({ member, by, unannounced }) => `${by.nick} ${unannounced ? '!' : ''} ${member.nick}`);
const leaves = (guest: Guest): readonly string[] => itemsOf(guest, 'member-left').map(({ member }) => member.nick);

describe('a removal of one who had just been heard', () => {
  test('counts, and is shown with the name of who did it', async () => {
    const { world, host, ana, ben, mallory } = await roomWithInsider({ hosted: false });
    await expectTalk(world, host, ana, ben);
    await mallory.follow();
    await mallory.commit([removeBen(mallory)], await mallory.lease());
    await world.run(200);
    for (const one of [host, ana]) expect([removals(one), leaves(one)]).toEqual([['mallory ! ben'], []]);
    await world.run(30_000, 500);
    await expectTalk(world, host, ana, ben);
  });

  test('is shown by who comes back from a break too', async () => {
    const { world, host, ana, ben, mallory } = await roomWithInsider({ hosted: false });
    ana.wire().cut();
    ben.member.say({ text: 'hello' });
    await world.settle();
    await mallory.follow();
    await mallory.commit([removeBen(mallory)], await mallory.lease());
    await world.run(5_000);
    expect(ana.texts()).toEqual(['hello']);
    for (const one of [host, ana]) expect([removals(one), leaves(one)]).toEqual([['mallory ! ben'], []]);
  });

  test('names the host, when the relay told the host alone that somebody has left', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    ben.member.say({ text: 'hello' });
    await world.settle();
    const commits = listen(world, 'COMMIT');
    lease(host, epochOf(world), [], [connOf(world, ben)]);
    await world.settle();
    const [commit] = commits.up;
    if (commit === undefined) throw new Error('the host removed nobody');
    inject(ana, commit);
    await world.settle();
    expect([removals(ana), leaves(ana)]).toEqual([['host ! ben'], []]);
  });
});

describe('a removal is nothing strange', () => {
  test('of one who was not heard for a minute', async () => {
    const { world, host, ana, ben, mallory } = await roomWithInsider({ hosted: false });
    await expectTalk(world, host, ana, ben);
    const ofBen = ben.wire();
    world.relay.hooks.toRelay = (bytes, wire) => (wire === ofBen ? [] : [bytes]);
    await world.run(61_000, 500);
    await mallory.follow();
    await mallory.commit([removeBen(mallory)], await mallory.lease());
    await world.run(200);
    for (const one of [host, ana]) expect([removals(one), leaves(one)]).toEqual([[], ['ben']]);
  });

  test('of one who has just spoken and left', async () => {
    const { world, host, ana, ben } = await adversaryRoom({ hosted: false });
    await expectTalk(world, host, ana, ben);
    ben.member.leave();
    await world.run(5_000);
    for (const one of [host, ana]) expect([removals(one), leaves(one)]).toEqual([[], ['ben']]);
  });

  test.each([100, 6_000])(
    'of one who spoke and left while we were away, whether it is out before we are back, or %i ms after',
    async (ms) => {
      const { world, ana, ben } = await adversaryRoom();
      const back = ana.member.view.connection;
      ana.wire().cut();
      world.relay.hooks.toRelay = (bytes, wire) => (wire === ana.wire() ? [] : [bytes]);
      ben.member.say({ text: 'bye' });
      await world.settle();
      ben.member.leave();
      await world.run(ms);
      delete world.relay.hooks.toRelay;
      await world.run(60_000, 500);
      expect([back, ana.member.view.connection, ana.texts()]).toEqual(['online', 'online', ['bye']]);
      expect([removals(ana), leaves(ana)]).toEqual([[], ['ben']]);
    },
  );

  test('that the host has said', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    await expectTalk(world, host, ana, ben);
    const id = host.member.view.members.find(({ nick }) => nick === 'ben')?.id;
    if (id === undefined) throw new Error('ben is not here');
    host.member.kick(id);
    await world.run(500);
    for (const one of [host, ana]) expect([removals(one), leaves(one)]).toEqual([['host  ben'], []]);
  });

  test('when who is removed comes back in the same commit', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    await expectTalk(world, host, ana, ben);
    const { hooks } = world.relay;
    // A broken commit: ben asks to be let in again, at its place.
    let broken = false;
    const breaks = listen(world, 'COMMIT');
    hooks.toMember = (bytes, wire) => {
      if (wire !== ben.wire() || bytes[1] !== 2 || broken) return [bytes];
      broken = true;
      return [];
    };
    world.guest('cem');
    await world.run(60_000, 500);
    expect([broken, breaks.up.length > 1]).toEqual([true, true]);
    for (const one of [host, ana]) expect([removals(one), leaves(one)]).toEqual([[], []]);
  });
});
