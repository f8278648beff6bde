import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/core/ports/clock.js';
import { closeCodes } from '../../../src/protocol/relay-code.js';
import { createRoomWorld, type Guest, type RoomWorld } from '../../helpers/room-world.js';
import { endOf, itemsOf } from '../../helpers/seen.js';

async function pair(options: Parameters<typeof createRoomWorld>[0] = {}): Promise<{ world: RoomWorld; ana: Guest }> {
  const world = await createRoomWorld({ mode: 'none', ...options });
  const ana = world.guest('ana');
  await world.run(2_000);
  return { world, ana };
}

describe('the end of a session', () => {
  test('said by the host inside the room is host-ended for everybody, after all that was said before', async () => {
    const { world, ana } = await pair();
    const ben = world.guest('ben');
    await world.run(2_000);
    world.host.member.say({ text: 'goodbye' });
    const ended = world.host.member.end(2_000);
    await world.run(500);
    await ended;
    for (const guest of [ana, ben]) expect([guest.texts('host'), endOf(guest)]).toEqual([['goodbye'], ['host-ended', undefined]]);
    expect(world.host.member.view.phase).toBe('joined');
  });

  test.each(['mls', 'shared-key', 'none'] as const)(
    'and heard together with the end of the connection is host-ended too (%s)',
    async (mode) => {
      const { world, ana } = await pair({ mode });
      world.host.member.say({ text: 'goodbye' });
      void world.host.member.end(2_000);
      await world.turn();
      world.relay.pump();
      // Before Ana has had a turn to open anything.
      ana.wire().close(closeCodes.ended);
      world.relay.pump();
      await world.turn();
      expect([ana.texts('host'), endOf(ana)]).toEqual([['goodbye'], ['host-ended', undefined]]);
    },
  );

  test('that nobody said inside is host-gone: a relay cannot end a session in the host’s name', async () => {
    const { world, ana } = await pair();
    ana.wire().close(closeCodes.ended);
    await world.run(500);
    expect(endOf(ana)).toEqual(['host-gone', 'HOST_GONE']);
  });

  test('cannot be said by a guest', async () => {
    const { world, ana } = await pair();
    await ana.member.end(1_000);
    await world.run(500);
    expect([endOf(ana), endOf(world.host)]).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  test('does not wait for longer than it is given when the relay does not answer', async () => {
    const { world } = await pair();
    world.relay.hooks.toRelay = () => [];
    let done = false;
    const ended = world.host.member.end(1_500).then(() => (done = true));
    await world.run(1_400);
    expect(done).toBe(false);
    await world.run(100);
    await ended;
    expect(done).toBe(true);
  });

  test.each([
    [closeCodes.removed, 'kicked', 'REMOVED'],
    [closeCodes.replaced, 'error', 'REPLACED'],
    [closeCodes.flood, 'error', 'FLOOD'],
    [closeCodes.bad_frame, 'error', 'RELAY_PROTOCOL'],
  ] as const)('by close code %i is %s, %s, and is final', async (code, reason, error) => {
    const { world, ana } = await pair();
    const { length } = world.relay.wires;
    ana.wire().close(code);
    await world.run(20_000, 500);
    expect([endOf(ana), world.relay.wires.length]).toEqual([[reason, error], length]);
    expect(ana.events.at(-1)).toEqual({ type: 'ended', reason, code: error });
  });
});

describe('who cannot enter', () => {
  test('a full room is told so', async () => {
    const { world } = await pair({ maxMembers: 2 });
    const ben = world.guest('ben');
    await world.run(500);
    expect(endOf(ben)).toEqual(['refused', 'ROOM_FULL']);
  });

  test('a room that is not there is told that it was refused', async () => {
    const { world } = await pair();
    const ben = world.guest('ben', { secret: { ...world.secret, s: new Uint8Array(32) } });
    const cleo = world.guest('cleo', { secret: { ...world.secret, mode: 'shared-key' } });
    await world.run(500);
    expect([endOf(ben), endOf(cleo)]).toEqual([
      ['refused', 'REFUSED'],
      ['refused', 'REFUSED'],
    ]);
  });

  test('a relay that does not answer is told that it cannot be reached', async () => {
    const { world } = await pair();
    const ben = world.guest('ben');
    ben.wire().cut();
    await world.run(500);
    expect(endOf(ben)).toEqual(['unreachable', 'UNREACHABLE']);
    expect(ben.member.view.members).toEqual([ben.member.view.self]);
  });
});

describe('leaving', () => {
  test('is told once, with its reason, and nothing follows', async () => {
    const { world, ana } = await pair();
    ana.member.leave('signal');
    ana.member.leave('ttl');
    const { length } = ana.events;
    expect(ana.events.at(-1)).toEqual({ type: 'ended', reason: 'signal' });
    world.host.member.say({ text: 'still here' });
    await world.run(60_000, 1_000);
    expect([ana.events.length, ana.texts(), endOf(ana)]).toEqual([length, [], ['signal', undefined]]);
  });

  test('frees the place at once', async () => {
    const { world, ana } = await pair({ maxMembers: 2 });
    ana.member.leave();
    await world.settle();
    const ben = world.guest('ben');
    await world.run(2_000);
    expect(ben.member.view.phase).toBe('joined');
  });

  test('leaves no timer behind, whatever was going on', async () => {
    const { world } = await pair();
    const { clock } = world.relay;
    const running = new Set<symbol>();
    const after: Clock['after'] = (ms, run) => {
      const timer = Symbol('timer');
      running.add(timer);
      const cancel = clock.after(ms, () => {
        running.delete(timer);
        run();
      });
      return () => {
        running.delete(timer);
        cancel();
      };
    };
    const ben = world.guest('ben', { clock: { now: () => clock.now(), after } });
    await world.run(2_000);
    world.host.member.typing(true);
    for (let n = 0; n < 120; n++) ben.member.say({ text: String(n) });
    ben.member.typing(true);
    void ben.member.flush(60_000);
    await world.run(500);
    expect(running.size).toBeGreaterThan(3);
    ben.member.leave();
    await world.settle();
    expect(running.size).toBe(0);
  });

  test('says that what was not delivered has failed', async () => {
    const { world, ana } = await pair();
    ana.member.say({ text: 'delivered' });
    await world.run(500);
    ana.member.say({ text: 'not' });
    ana.member.leave();
    expect(itemsOf(ana, 'message').map(({ text, state }) => [text, state])).toEqual([
      ['delivered', 'sent'],
      ['not', 'failed'],
    ]);
    expect(ana.events.at(-2)).toMatchObject({ type: 'item-changed', item: { text: 'not', state: 'failed' } });
  });

  test('while entering is possible', async () => {
    const { world } = await pair();
    const ben = world.guest('ben');
    ben.member.leave();
    await world.run(2_000);
    expect([endOf(ben), ben.events.map(({ type }) => type)]).toEqual([['command', undefined], ['ended']]);
    expect(world.host.member.view.members).toHaveLength(2);
  });

  test('a listener that has gone hears nothing', async () => {
    const { world, ana } = await pair();
    let heard = 0;
    const off = ana.member.on(() => (heard += 1));
    off();
    world.host.member.say({ text: 'hello' });
    await world.run(500);
    expect([heard, ana.texts('host')]).toEqual([0, ['hello']]);
  });
});

describe('wipe', () => {
  test('overwrites every key, says how many, and leaves an empty view', async () => {
    const { world } = await pair();
    const seed = new Uint8Array(32).fill(7);
    const given: Uint8Array[] = [];
    const random = (length: number): Uint8Array => {
      const bytes = length === 32 ? seed : new Uint8Array(length).fill(given.length + 1);
      given.push(bytes);
      return bytes;
    };
    const ben = world.guest('ben', { random });
    await world.run(2_000);
    world.host.member.say({ text: 'a secret' });
    await world.run(500);
    expect(ben.texts()).toEqual(['a secret']);
    expect(ben.member.wipe()).toEqual({ keys: 7, bytes: 224 });
    expect(seed).toEqual(new Uint8Array(32));
    const { view } = ben.member;
    expect([view.phase, view.items, view.title, view.typing, view.members.length]).toEqual(['ended', [], undefined, [], 1]);
    expect(ben.member.wipe()).toEqual({ keys: 7, bytes: 224 });
  });

  test('ends the member when it has not ended yet', async () => {
    const { world, ana } = await pair();
    ana.member.wipe();
    await world.run(500);
    expect(ana.events.at(-1)).toEqual({ type: 'ended', reason: 'command' });
    expect(itemsOf(world.host, 'member-left')).toHaveLength(1);
  });
});
