import { describe, expect, test } from 'vitest';
import { frameTypes } from '../../../src/protocol/frame-type.js';
import type { MemberId } from '../../../src/protocol/ids.js';
import { createRoomWorld } from '../../helpers/room-world.js';
import { losePlace, privately, statesOf, tell, trio } from '../../helpers/private-room.js';
import { itemsOf, warningsOf } from '../../helpers/seen.js';

describe('a private message', () => {
  test.each([1, 2, 3, 4])('is read by whom it is for, and by nobody else, whoever makes the group (%i)', async (seed) => {
    const { world, ana, bob } = await trio(seed);
    tell(ana, bob, 'for you');
    await world.run(500);
    expect([privately(bob), privately(world.host), statesOf(ana)]).toEqual([['ana: for you'], [], ['for you sent']]);
    tell(bob, ana, 'and for you');
    await world.run(500);
    expect([privately(ana), privately(world.host)]).toEqual([['bob: and for you'], []]);
    expect([...world.host.texts(), ...itemsOf(world.host, 'missing')]).toEqual([]);
    expect([ana, bob, world.host].flatMap(warningsOf)).toEqual([]);
  });

  test('says in the view with whom it is, both ways', async () => {
    const { world, ana, bob } = await trio();
    tell(ana, bob, 'for you');
    ana.member.say({ text: 'for all' });
    await world.run(500);
    for (const [guest, other] of [
      [ana, 'bob'],
      [bob, 'ana'],
    ] as const) {
      const shown = itemsOf(guest, 'message').map((item) => [item.text, item.private?.with.nick]);
      expect(shown.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
        ['for all', undefined],
        ['for you', other],
      ]);
    }
  });

  test('of both at the same time makes one group, and none is lost', async () => {
    const { world, ana, bob } = await trio();
    for (let n = 0; n < 5; n++) {
      tell(ana, bob, `a${n}`);
      tell(bob, ana, `b${n}`);
    }
    tell(world.host, ana, 'h');
    await world.run(1_000);
    expect(privately(bob)).toEqual(['ana: a0', 'ana: a1', 'ana: a2', 'ana: a3', 'ana: a4']);
    expect(privately(ana).toSorted()).toEqual(['bob: b0', 'bob: b1', 'bob: b2', 'bob: b3', 'bob: b4', 'host: h']);
  });

  test('goes on while others come and go: before, during and after a change of the epoch', async () => {
    const { world, ana, bob } = await trio();
    const carl = world.guest('carl');
    tell(ana, bob, 'while one comes');
    await world.run(1_000);
    tell(bob, ana, 'in the new epoch');
    carl.member.leave();
    await world.run(3_000);
    tell(ana, bob, 'when it has gone');
    await world.run(90_000, 500);
    tell(bob, ana, 'much later');
    await world.run(500);
    expect(privately(bob)).toEqual(['ana: while one comes', 'ana: when it has gone']);
    expect(privately(ana)).toEqual(['bob: in the new epoch', 'bob: much later']);
    expect([ana, bob].flatMap(warningsOf)).toEqual([]);
  });

  test.each(['ana', 'bob'] as const)('written while the connection of %s is broken arrives once, when it is back', async (who) => {
    const { world, ana, bob } = await trio();
    tell(ana, bob, 'one');
    await world.run(500);
    const broken = who === 'ana' ? ana : bob;
    broken.wire().cut();
    tell(ana, bob, 'two');
    await world.run(2_000);
    expect([privately(bob), statesOf(ana)]).toEqual([
      ['ana: one', 'ana: two'],
      ['one sent', 'two sent'],
    ]);
  });

  test.each([0, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15])('whose beginning is cut off after %i deliveries still arrives', async (steps) => {
    const { world, ana, bob } = await trio(steps);
    tell(ana, bob, 'hello');
    tell(bob, ana, 'hello too');
    await world.turn();
    for (let n = 0; n < steps; n++) {
      world.relay.step();
      await world.turn();
    }
    ana.wire().cut();
    bob.wire().cut();
    await world.run(6_000);
    expect([privately(ana), privately(bob)]).toEqual([['bob: hello too'], ['ana: hello']]);
  });

  test.each(['ana', 'bob'] as const)('is said again in a new group when %s lost its place, and once', async (who) => {
    const { world, ana, bob } = await trio();
    tell(ana, bob, 'before');
    await world.run(500);
    losePlace(world, who === 'ana' ? ana : bob);
    tell(ana, bob, 'meanwhile');
    await world.run(8_000);
    tell(bob, ana, 'after');
    tell(ana, bob, 'after too');
    await world.run(2_000);
    expect(privately(ana)).toEqual(['bob: after']);
    const came = privately(bob).length + itemsOf(bob, 'missing').reduce((sum, { count }) => sum + count, 0);
    expect([privately(bob).at(-1), came]).toEqual(['ana: after too', 3]);
    expect(new Set(privately(bob)).size).toBe(privately(bob).length);
  });

  test.each(['up', 'down'] as const)('that was on its way (%s) when its sender lost its place arrives once', async (way) => {
    const { world, ana, bob } = await trio();
    tell(ana, bob, 'before');
    await world.run(500);
    // On its way up nobody gets it; on its way down all but the sender, who cannot know.
    const hook = way === 'up' ? 'toRelay' : 'toMember';
    world.relay.hooks[hook] = (bytes, wire) => (wire === ana.wire() && bytes[1] === frameTypes.DM ? [] : [bytes]);
    tell(ana, bob, 'meanwhile');
    await world.run(300);
    expect(statesOf(ana)).toEqual(['before sent', 'meanwhile sending']);
    expect(privately(bob)).toEqual(way === 'up' ? ['ana: before'] : ['ana: before', 'ana: meanwhile']);
    delete world.relay.hooks[hook];
    losePlace(world, ana);
    await world.run(8_000);
    expect([statesOf(ana), privately(bob)]).toEqual([
      ['before sent', 'meanwhile sent'],
      ['ana: before', 'ana: meanwhile'],
    ]);
  });
});

describe('who has left', () => {
  test('gets nothing: what waits has failed, and says so', async () => {
    const { world, ana, bob } = await trio();
    world.relay.hooks.toMember = (bytes, wire) => (bytes[1] === frameTypes.DM && wire === bob.wire() ? [] : [bytes]);
    tell(ana, bob, 'too late');
    await world.run(500);
    expect(statesOf(ana)).toEqual(['too late sending']);
    const gone = bob.member.view.self.id;
    bob.member.leave();
    await world.run(10_000);
    expect([statesOf(ana), warningsOf(ana)]).toEqual([['too late failed'], ['MEMBER_LEFT']]);
    expect(ana.member.tell(gone, { text: 'more' })).toEqual({ ok: false, reason: 'MEMBER_LEFT' });
    expect(await ana.member.flush(0)).toBe(true);
  });

  test('and who never was here, or is oneself, is nobody to write to', async () => {
    const { ana } = await trio();
    expect(ana.member.tell('0'.repeat(16) as MemberId, { text: 'hello' })).toEqual({ ok: false, reason: 'MEMBER_UNKNOWN' });
    expect(ana.member.tell(ana.member.view.self.id, { text: 'hello' })).toEqual({ ok: false, reason: 'MEMBER_UNKNOWN' });
    expect(ana.member.tell(ana.member.view.self.id, { text: ' ' })).toEqual({ ok: false, reason: 'TEXT_EMPTY' });
  });

  test('who is silent is asked four times, and then when there is an occasion', async () => {
    const { world, ana, bob } = await trio();
    let asked = 0;
    world.relay.hooks.toRelay = (bytes) => {
      if (bytes[1] !== frameTypes.DM) return [bytes];
      asked += 1;
      return [];
    };
    tell(ana, bob, 'hello');
    await world.run(120_000, 500);
    expect([asked, statesOf(ana)]).toEqual([4, ['hello sending']]);
    delete world.relay.hooks.toRelay;
    tell(ana, bob, 'are you there?');
    await world.run(500);
    expect(privately(bob)).toEqual(['ana: hello', 'ana: are you there?']);
  });
});

test.each(['shared-key', 'none'] as const)('mode %s has no private messages', async (mode) => {
  const world = await createRoomWorld({ mode });
  const ana = world.guest('ana');
  await world.run(2_000);
  expect(ana.member.tell(world.host.member.view.self.id, { text: 'hello' })).toEqual({ ok: false, reason: 'PRIVATE_NONE' });
  expect(world.host.texts()).toEqual([]);
});

test('a new group of the room makes new groups of two', async () => {
  const { world, ana, bob } = await trio();
  tell(ana, bob, 'before');
  await world.run(500);
  losePlace(world, world.host);
  tell(ana, bob, 'meanwhile');
  await world.run(10_000);
  tell(bob, ana, 'after');
  await world.run(1_000);
  expect([privately(bob), privately(ana)]).toEqual([['ana: before', 'ana: meanwhile'], ['bob: after']]);
});
