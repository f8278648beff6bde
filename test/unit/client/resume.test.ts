import { describe, expect, test } from 'vitest';
import type { Connect } from '../../../src/core/ports/transport.js';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import { frameTypes } from '../../../src/protocol/frame-type.js';
import { limits } from '../../../src/protocol/limits.js';
import type { Wire } from '../../helpers/relay-wire.js';
import { createRoomWorld, type Guest, type RoomWorld } from '../../helpers/room-world.js';
import { endOf, itemsOf, namesIn, warningsOf } from '../../helpers/seen.js';

/** A network that can be gone: then connections break at once, and none can be made. */
interface Network {
  readonly connect: Connect;
  gone: boolean;
  made: number;
  /** The newest connection that the relay saw. */
  wire(): Wire;
}
function network({ relay }: RoomWorld): Network {
  let link = 0;
  const net: Network = {
    gone: false,
    made: 0,
    wire: () => relay.wires[link] as Wire,
    connect(events) {
      net.made += 1;
      if (!net.gone) {
        link = relay.wires.length;
        return relay.connect(events);
      }
      relay.clock.after(0, () => events.closed(1006));
      return { send: () => undefined, close: () => undefined, backlog: 0 };
    },
  };
  return net;
}

async function room(giveUpMs = 600_000): Promise<{ world: RoomWorld; ana: Guest; net: Network; lose: () => void }> {
  const world = await createRoomWorld({ mode: 'none' });
  const net = network(world);
  const ana = world.guest('ana', { connect: net.connect, giveUpMs });
  await world.run(2_000);
  const lose = (): void => {
    net.gone = true;
    net.wire().cut();
  };
  return { world, ana, net, lose };
}

describe('a connection that breaks', () => {
  test('again and again loses no message and doubles none, whatever was under way', async () => {
    const world = await createRoomWorld({ seed: 3 });
    const ana = world.guest('ana');
    const ben = world.guest('ben');
    await world.run(2_000);
    const said = { ana: [] as string[], ben: [] as string[], host: [] as string[] };
    const speakers = { ana, ben, host: world.host };
    for (let round = 0; round < 8; round++) {
      for (const [name, { member }] of Object.entries(speakers)) {
        const text = `${name} ${round}`;
        member.say({ text });
        said[name as keyof typeof said].push(text);
      }
      for (let step = 0; step < 7 * round; step++) world.relay.step();
      (round % 2 === 0 ? ana : ben).wire().cut(round % 3 === 0 ? 'member' : 'both');
      await world.run(400, 100);
    }
    await world.run(5_000, 100);
    for (const guest of [ana, ben, world.host]) {
      for (const [name, texts] of Object.entries(said)) expect(guest.texts(name)).toEqual(texts);
      expect([itemsOf(guest, 'missing'), itemsOf(guest, 'absent'), warningsOf(guest)]).toEqual([[], [], []]);
      expect(itemsOf(guest, 'message').every(({ state }) => state === 'sent')).toBe(true);
      expect(namesIn(guest)).toEqual(['ana', 'ben', 'host']);
    }
  });

  test('is shown to the others as away and back, to oneself as reconnecting and online', async () => {
    const { world, ana, net, lose } = await room();
    lose();
    await world.run(1_000);
    expect(ana.member.view.connection).toBe('reconnecting');
    expect(world.host.member.view.members.find(({ nick }) => nick === 'ana')?.away).toBe(true);
    expect(itemsOf(world.host, 'member-away').map(({ member }) => member.nick)).toEqual(['ana']);
    net.gone = false;
    await world.run(6_000);
    expect(ana.member.view.connection).toBe('online');
    expect(world.host.member.view.members.find(({ nick }) => nick === 'ana')?.away).toBe(false);
    expect(itemsOf(world.host, 'member-back').map(({ member }) => member.nick)).toEqual(['ana']);
    expect([itemsOf(world.host, 'member-left'), itemsOf(world.host, 'member-joined').length]).toEqual([[], 1]);
  });

  test('shows afterwards what was said meanwhile, and sends what waited', async () => {
    const { world, ana, net, lose } = await room();
    lose();
    for (const text of ['one', 'two']) {
      world.host.member.say({ text });
      ana.member.say({ text: `my ${text}` });
    }
    await world.run(3_000);
    expect([ana.texts('host'), world.host.texts('ana'), ana.member.waiting]).toEqual([[], [], 2]);
    net.gone = false;
    await world.run(6_000);
    expect([ana.texts('host'), world.host.texts('ana'), ana.member.waiting]).toEqual([['one', 'two'], ['my one', 'my two'], 0]);
  });

  test('and whoever left meanwhile is gone afterwards', async () => {
    const { world, ana, net, lose } = await room();
    lose();
    const ben = world.guest('ben');
    await world.run(2_000);
    ben.member.say({ text: 'hello and goodbye' });
    await world.run(500);
    ben.member.leave();
    await world.run(500);
    net.gone = false;
    await world.run(6_000);
    expect(namesIn(ana)).toEqual(['ana', 'host']);
    expect(itemsOf(ana, 'missing').every(({ member }) => member.nick === 'ben')).toBe(true);
  });

  test('and whoever was known and left meanwhile is said to have left', async () => {
    const { world, ana, net, lose } = await room();
    const ben = world.guest('ben');
    await world.run(2_000);
    expect(namesIn(ana)).toEqual(['ana', 'ben', 'host']);
    lose();
    ben.member.say({ text: 'goodbye' });
    await world.run(500);
    ben.member.leave();
    await world.run(500);
    net.gone = false;
    await world.run(6_000);
    expect([namesIn(ana), ana.texts('ben')]).toEqual([['ana', 'host'], ['goodbye']]);
    expect(itemsOf(ana, 'member-left').map(({ member }) => member.nick)).toEqual(['ben']);
  });

  test('is tried again at once when it is probed', async () => {
    const { world, ana, net, lose } = await room();
    lose();
    await world.run(60_000, 500);
    net.gone = false;
    ana.member.probe();
    await world.settle();
    await world.run(50);
    expect(ana.member.view.connection).toBe('online');
  });

  test('for longer than a member waits ends with host-gone; what was not delivered is said to have failed', async () => {
    const { world, ana, net, lose } = await room(30_000);
    lose();
    ana.member.say({ text: 'nobody hears me' });
    await world.run(29_000, 500);
    expect(ana.member.view.phase).toBe('joined');
    await world.run(2_000, 500);
    expect(endOf(ana)).toEqual(['host-gone', 'HOST_GONE']);
    expect(itemsOf(ana, 'message')[0]?.state).toBe('failed');
    const { made } = net;
    await world.run(60_000, 1_000);
    expect(net.made).toBe(made);
  });
});

describe('a member that was away too long', () => {
  test('gets a fresh place on the same connection, is told that it missed something, and talks on', async () => {
    const { world, ana, net, lose } = await room(2 * limits.awayMs);
    lose();
    ana.member.say({ text: 'while away' });
    world.host.member.say({ text: 'ana cannot know' });
    await world.run(limits.awayMs + 5_000, 5_000);
    expect(itemsOf(world.host, 'member-left').map(({ member }) => member.nick)).toEqual(['ana']);
    net.gone = false;
    const { made } = net;
    await world.run(8_000, 100);
    expect(net.made).toBe(made + 1);
    expect(itemsOf(ana, 'absent')).toMatchObject([{ ms: expect.closeTo(limits.awayMs + 5_000, -4) as number }]);
    expect([ana.texts('host'), itemsOf(ana, 'missing')]).toEqual([[], []]);
    expect([world.host.texts('ana'), itemsOf(ana, 'message')[0]?.state]).toEqual([['while away'], 'sent']);
    world.host.member.say({ text: 'again' });
    ana.member.say({ text: 'here' });
    await world.run(500);
    expect([ana.texts('host'), world.host.texts('ana')]).toEqual([['again'], ['while away', 'here']]);
    expect([namesIn(ana), namesIn(world.host), warningsOf(ana), itemsOf(world.host, 'missing')]).toEqual([
      ['ana', 'host'],
      ['ana', 'host'],
      [],
      [],
    ]);
  });

  test('does not show those who left meanwhile for ever', async () => {
    const { world, ana, net, lose } = await room(2 * limits.awayMs);
    const ben = world.guest('ben');
    await world.run(2_000);
    expect(namesIn(ana)).toEqual(['ana', 'ben', 'host']);
    lose();
    ben.member.leave();
    await world.run(limits.awayMs + 5_000, 5_000);
    net.gone = false;
    await world.run(12_000, 100);
    expect(namesIn(ana)).toEqual(['ana', 'host']);
    expect(itemsOf(ana, 'member-left').map(({ member }) => member.nick)).toEqual(['ben']);
  });
});

describe('a relay that is silent', () => {
  test('is said to be after 15 s, and its connection is made anew after 30 s without losing what was said', async () => {
    const { world, ana, net } = await room();
    const first = net.wire();
    world.relay.hooks.toMember = (bytes, wire) => (wire === first ? [] : [bytes]);
    world.host.member.say({ text: 'into the void' });
    await world.run(15_500, 500);
    expect(ana.member.view.connection).toBe('silent');
    await world.run(16_000, 500);
    expect([ana.member.view.connection, ana.texts('host')]).toEqual(['online', ['into the void']]);
  });

  test('that takes frames for too much at once gets them again, later, in order and once', async () => {
    const { world, ana, net } = await room();
    const first = net.wire();
    world.relay.hooks.toRelay = (bytes, wire) => {
      if (bytes[1] !== frameTypes.APP || wire !== first) return [bytes];
      wire.inject('member', controlFrame('ERR', { code: 'rate', retryMs: 500 }));
      return [];
    };
    for (const text of ['one', 'two', 'three']) ana.member.say({ text });
    await world.run(400);
    expect([net.made, world.host.texts('ana')]).toEqual([1, []]);
    await world.run(3_000);
    expect([world.host.texts('ana'), warningsOf(ana), ana.member.waiting]).toEqual([['one', 'two', 'three'], ['RATE'], 0]);
  });
});
