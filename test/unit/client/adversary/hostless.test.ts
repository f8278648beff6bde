import type { Proposal } from 'ts-mls/proposal.js';
import { describe, expect, test } from 'vitest';
import { controlFrame } from '../../../../src/protocol/control-frame.js';
import { parseControl } from '../../../../src/protocol/control.js';
import { expectTalk, expectTogether, frameOf, roomWithInsider } from '../../../helpers/adversary-room.js';
import { standingOf } from '../../../helpers/group-registry.js';
import { HostileLeaf } from '../../../helpers/hostile-leaf.js';
import { losePlace } from '../../../helpers/private-room.js';
import { createRoomWorld } from '../../../helpers/room-world.js';
import { warningsOf } from '../../../helpers/seen.js';

const remove = (removed: number): Proposal => ({ proposalType: 'remove', remove: { removed } });

describe('a room without a host', () => {
  test(
    'refuses a commit that removes more than half of it, and comes together again without who made it',
    { timeout: 30_000 },
    async () => {
      const { world, host, ana, ben, mallory } = await roomWithInsider({ hosted: false });
      const more = [world.guest('cem'), world.guest('dan')];
      await world.run(2_000);
      await mallory.follow();
      await mallory.commit([remove(0), remove(1), remove(2), remove(4)], await mallory.lease());
      await world.run(1_000);
      for (const one of [host, ana, ben, ...more]) {
        expect(warningsOf(one)).toContain('GROUP_REFUSED');
        expect(one.member.view.confirmed).toBe(false);
      }
      // The relay takes mallory for the only one inside; the others wait in vain, and agree that this group is over.
      await world.run(120_000, 500);
      for (const one of [host, ana]) expect(warningsOf(one)).toContain('GROUP_WAITING');
      await expectTalk(world, host, ana, ben, ...more);
    },
  );

  test('takes the removal of one by another, which everybody sees, and who was removed comes back', async () => {
    const { world, host, ana, ben, mallory } = await roomWithInsider({ hosted: false });
    await mallory.commit([remove(1)], await mallory.lease());
    await world.run(30_000, 500);
    expectTogether(host, ana, ben);
    await expectTalk(world, host, ana, ben);
  });

  test('whose first member lets nobody in: who comes hears that it waits, and writes to nobody', async () => {
    const world = await createRoomWorld({ mode: 'mls', hosted: false });
    world.host.member.leave();
    await world.run(1_000);
    const mallory = await new HostileLeaf(world).connect();
    expect(mallory.scope.place.first).toBe(true);
    const ana = world.guest('ana');
    await world.run(60_000, 500);
    expect([ana.member.view.phase, ana.member.view.confirmed, warningsOf(ana)]).toEqual(['entering', false, ['GROUP_WAITING']]);
    mallory.raw.say('LEFT', {});
    await world.run(30_000, 500);
    expectTogether(ana);
  });

  test('whose relay says once more that one is first, gets no second group of that generation', async () => {
    const world = await createRoomWorld({ mode: 'mls', hosted: false });
    const { host: ana, relay } = world;
    expect(standingOf(ana)).toMatch(/^00000000/u);
    losePlace(world, ana);
    relay.hooks.toMember = (bytes) => {
      const frame = frameOf(bytes);
      const ok = frame.type === 'HELLO_OK' ? parseControl('HELLO_OK', frame.body) : undefined;
      return ok?.ok === true ? [controlFrame('HELLO_OK', { ...ok.value, first: true })] : [bytes];
    };
    await world.run(2_000);
    expect([standingOf(ana), ana.member.view.confirmed]).toEqual([undefined, false]);
    await world.run(60_000, 500);
    expect(standingOf(ana)).toMatch(/^00000001/u);
    expectTogether(ana);
  });
});
