import { describe, expect, test } from 'vitest';
import { controlFrame } from '../../../../src/protocol/control-frame.js';
import { parseControl } from '../../../../src/protocol/control.js';
import { openBody } from '../../../../src/crypto/envelope.js';
import { deriveRoomKeys } from '../../../../src/crypto/key-schedule.js';
import { Vault } from '../../../../src/crypto/vault.js';
import { ids } from '../../../../src/protocol/ids.js';
import { adversaryRoom, connOf, epochOf, expectTalk, expectTogether, frameOf, lease, listen } from '../../../helpers/adversary-room.js';
import { HostileLeaf } from '../../../helpers/hostile-leaf.js';
import { createRoomWorld, type RoomWorld } from '../../../helpers/room-world.js';
import { itemsOf, namesIn, warningsOf } from '../../../helpers/seen.js';

const nobodyCame = async (world: RoomWorld): Promise<readonly unknown[]> => {
  const { up } = listen(world, 'COMMIT');
  await world.run(3_000);
  return up;
};

describe('a stranger with a place at the relay', () => {
  test('whose credential has a foreign MAC is let in by nobody', async () => {
    const { world, host, ana } = await adversaryRoom();
    const ghost = await new HostileLeaf(world).connect();
    for (const mac of [new Uint8Array(32), ghost.random(32)]) {
      await ghost.knock({ nick: 'ghost', mac });
      expect(await nobodyCame(world)).toEqual([]);
    }
    expect([namesIn(host), namesIn(ana), warningsOf(host)]).toEqual([['ana', 'ben', 'host'], ['ana', 'ben', 'host'], []]);
  });

  test('who has another link to the same relay is let in by nobody, and cannot speak', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const secret = { ...world.secret, s: new Uint8Array(32).fill(3) };
    const ghost = await new HostileLeaf(world, { secret }).connect();
    await ghost.knock({ nick: 'ghost' });
    expect(await nobodyCame(world)).toEqual([]);
    ghost.send('APP', ghost.random(300));
    await world.run(500);
    expect([ana.texts(), warningsOf(ana), namesIn(ana)]).toEqual([[], ['MESSAGES_REFUSED'], ['ana', 'ben', 'host']]);
    await expectTalk(world, host, ana, ben);
  });

  test('who asks under the place of another, or one that nobody has, is not let in: a package counts for who sent it', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const ghost = await new HostileLeaf(world).connect();
    for (const conn of [connOf(world, ana), ids.conn(new Uint8Array(16).fill(4))]) {
      await ghost.knock({ nick: 'ana', conn });
      expect(await nobodyCame(world)).toEqual([]);
    }
    expect(namesIn(host)).toEqual(['ana', 'ben', 'host']);
    await expectTalk(world, host, ana, ben);
  });

  test('who shows the key of another without having it, is not', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const ghost = await new HostileLeaf(world).connect();
    const sigPk = Buffer.from(ana.member.view.self.fingerprint, 'hex');
    await ghost.knock({ nick: 'ana', sigPk });
    expect(await nobodyCame(world)).toEqual([]);
    await expectTalk(world, host, ana, ben);
  });

  test('with the link and manners is let in, and everybody sees it', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    await HostileLeaf.in(world, 'mallory');
    for (const one of [host, ana, ben]) expect(namesIn(one)).toEqual(['ana', 'ben', 'host', 'mallory']);
    expect(itemsOf(ana, 'member-joined').map(({ member }) => member.nick)).toContain('mallory');
  });
});

describe('a relay that orders what it must not', () => {
  test('names places that nobody has, and leaves that did not happen, to a guest: the guest does nothing', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const { up } = listen(world, 'COMMIT');
    lease(ana, epochOf(world), [ids.conn(new Uint8Array(16).fill(1))], [connOf(world, ben), connOf(world, host)]);
    await world.run(1_000);
    expect(up).toEqual([]);
    await expectTalk(world, host, ana, ben);
  });

  test('says to the host that one has left who has not: everybody sees it go, and it comes back by itself', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    world.relay.hooks.toMember = (bytes, wire) => {
      const frame = frameOf(bytes);
      const order = frame.type === 'LEASE' && wire === host.wire() ? parseControl('LEASE', frame.body) : undefined;
      return order?.ok === true ? [controlFrame('LEASE', { ...order.value, left: [connOf(world, ben)] })] : [bytes];
    };
    const cem = world.guest('cem');
    await world.run(500);
    delete world.relay.hooks.toMember;
    await world.run(30_000, 500);
    // To her nobody has said that he left: it is the host's doing, and named so.
    const out = itemsOf(ana, 'member-removed').map(({ member, by, unannounced }) => [member.nick, by.role, unannounced]);
    expect(out).toEqual([['ben', 'host', true]]);
    await expectTalk(world, host, ana, ben, cem);
  });

  test('gives two leases for one epoch: the same bytes go out', async () => {
    const { world, host } = await adversaryRoom();
    const { up } = listen(world, 'COMMIT');
    world.relay.hooks.toMember = (bytes, wire) => (frameOf(bytes).type === 'LEASE' && wire === host.wire() ? [bytes, bytes] : [bytes]);
    const cem = world.guest('cem');
    await world.run(2_000);
    expect(up.length).toBe(2);
    const keys = deriveRoomKeys(world.secret, new Vault());
    const inner = up.map(({ gen, epoch, body }) => openBody(keys.env.bytes, { type: 'COMMIT', gen, epoch }, body.subarray(16)));
    expect(inner[0]).toEqual(inner[1]);
    expectTogether(host, cem);
  });

  test('tells a guest that it is first where there is a host: it makes no group, and waits', async () => {
    const world = await createRoomWorld({ mode: 'mls' });
    world.relay.hooks.toMember = (bytes, wire) => {
      const frame = frameOf(bytes);
      const ok = frame.type === 'HELLO_OK' && !wire.inside ? parseControl('HELLO_OK', frame.body) : undefined;
      return ok?.ok === true ? [controlFrame('HELLO_OK', { ...ok.value, first: true, gen: 7, here: [], n: 0 })] : [bytes];
    };
    const ana = world.guest('ana');
    await world.run(10_000, 500);
    expect(ana.member.view).toMatchObject({ phase: 'entering', confirmed: false });
    expect(warningsOf(ana)).toEqual(['GROUP_WAITING']);
    const said = ana.member.say({ text: 'is anybody here' });
    await world.run(2_000);
    expect([said.ok, ana.member.waiting, itemsOf(ana, 'message')[0]?.state]).toEqual([true, 1, 'sending']);
  });

  test('leads a guest into an older generation: it does not go there, and is told so', async () => {
    const { world, host, ana } = await adversaryRoom();
    host.wire().inject('relay', controlFrame('RESET', { gen: 0 }));
    await world.run(3_000);
    expectTogether(host, ana);
    const packages = listen(world, 'KEYPKG');
    world.relay.hooks.toMember = (bytes, wire) => {
      const frame = frameOf(bytes);
      const ok = frame.type === 'HELLO_OK' && wire === ana.wire() ? parseControl('HELLO_OK', frame.body) : undefined;
      return ok?.ok === true ? [controlFrame('HELLO_OK', { ...ok.value, gen: 0 })] : [bytes];
    };
    host.wire().inject('relay', controlFrame('RESET', { gen: 1 }));
    await world.run(10_000, 500);
    expect(packages.up.filter(({ gen }) => gen === 0)).toEqual([]);
    expect([ana.member.view.confirmed, warningsOf(ana)]).toEqual([false, expect.arrayContaining(['GROUP_REFUSED', 'HOST_ABSENT'])]);
  });
});

describe('a relay that keeps the host’s word from a newcomer', () => {
  test('leaves it unconfirmed, and the person is told', async () => {
    const world = await createRoomWorld({ mode: 'mls' });
    const fromHost = new Set<string>();
    world.relay.hooks.toRelay = (bytes, wire) => {
      const frame = frameOf(bytes);
      if (wire.inside && frame.type === 'APP') fromHost.add(Buffer.from(frame.body).toString('hex'));
      return [bytes];
    };
    const ana = world.guest('ana');
    world.relay.hooks.toMember = (bytes, wire) => {
      const frame = frameOf(bytes);
      return wire === ana.wire() && fromHost.has(Buffer.from(frame.body).toString('hex')) ? [] : [bytes];
    };
    await world.run(20_000, 500);
    expect(ana.member.view).toMatchObject({ phase: 'joined', confirmed: false });
    expect(warningsOf(ana)).toContain('HOST_ABSENT');
  });
});
