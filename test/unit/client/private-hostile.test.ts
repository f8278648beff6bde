import { describe, expect, test } from 'vitest';
import { encodePrivate, type PrivateInner } from '../../../src/client/cipher/mls/private-frame.js';
import { Scope } from '../../../src/client/cipher/mls/scope.js';
import { JoinKeys } from '../../../src/crypto/group-keys.js';
import { deriveRoomKeys } from '../../../src/crypto/key-schedule.js';
import { SecretBytes } from '../../../src/crypto/secret-bytes.js';
import { Vault } from '../../../src/crypto/vault.js';
import { frameTypes } from '../../../src/protocol/frame-type.js';
import { parseFrame } from '../../../src/protocol/frame.js';
import { ids, type ConnId } from '../../../src/protocol/ids.js';
import { privately, statesOf, tell, trio } from '../../helpers/private-room.js';
import type { Guest, RoomWorld } from '../../helpers/room-world.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { itemsOf, warningsOf } from '../../helpers/seen.js';

const isDm = (bytes: Uint8Array): boolean => bytes[1] === frameTypes.DM;

/** What arrives at each, from now on. */
function watchDms(world: RoomWorld): { readonly frame: Uint8Array; readonly link: number }[] {
  const seen: { frame: Uint8Array; link: number }[] = [];
  world.relay.hooks.toMember = (bytes, wire) => {
    if (isDm(bytes)) seen.push({ frame: bytes.slice(), link: wire.link });
    return [bytes];
  };
  return seen;
}

const missing = (guest: Guest): number => itemsOf(guest, 'missing').reduce((sum, { count }) => sum + count, 0);

describe('a relay', () => {
  test('that plays private frames again shows nothing twice, at once and later', async () => {
    const { world, ana, bob } = await trio();
    const seen = watchDms(world);
    tell(ana, bob, 'once');
    tell(bob, ana, 'once too');
    await world.run(500);
    const recorded = seen.slice();
    for (const wait of [0, 3_000, 40_000]) {
      await world.run(wait, 500);
      for (const { frame, link } of recorded) world.relay.wires[link]?.inject('member', frame);
      await world.run(3_000);
    }
    tell(ana, bob, 'and on');
    await world.run(1_000);
    expect([privately(ana), privately(bob)]).toEqual([['bob: once too'], ['ana: once', 'ana: and on']]);
  });

  test('that hands private frames to somebody else shows it nothing, and cannot make it answer', async () => {
    const { world, ana, bob } = await trio();
    let fromHost = 0;
    world.relay.hooks.toRelay = (bytes, wire) => {
      if (isDm(bytes) && wire === world.host.wire()) fromHost += 1;
      return [bytes];
    };
    world.relay.hooks.toMember = (bytes, wire) => {
      if (isDm(bytes) && wire === bob.wire()) world.host.wire().inject('member', bytes);
      return [bytes];
    };
    tell(ana, bob, 'not for the host');
    await world.run(3_000);
    expect([privately(world.host), world.host.texts(), fromHost, warningsOf(world.host)]).toEqual([[], [], 0, []]);
    expect(privately(bob)).toEqual(['ana: not for the host']);
  });

  test.each([
    ['the first', 0, 3],
    ['one in the middle', 1, 3],
    ['the last', 2, 3],
  ])('that withholds %s of them is found out within 15 s', async (_, at, of) => {
    const { world, ana, bob } = await trio();
    tell(ana, bob, 'begin');
    await world.run(500);
    for (let n = 0; n < of; n++) {
      if (n === at) world.relay.hooks.toMember = (bytes, wire) => (isDm(bytes) && wire === bob.wire() ? [] : [bytes]);
      tell(ana, bob, `m${n}`);
      await world.run(100);
      delete world.relay.hooks.toMember;
    }
    await world.run(15_000, 500);
    expect([privately(bob).length, missing(bob)]).toEqual([3, 1]);
    expect(itemsOf(bob, 'missing')[0]?.member.nick).toBe('ana');
  });

  test('that changes any byte of them shows nothing of it, and the next one arrives', async () => {
    const { world, ana, bob } = await trio();
    tell(ana, bob, 'begin');
    await world.run(500);
    for (const at of [2, 6, 30, 40, 60, 120, 300]) {
      world.relay.hooks.toMember = (bytes, wire) => {
        if (isDm(bytes) && wire === bob.wire()) bytes[at] = (bytes[at] as number) ^ 1;
        return [bytes];
      };
      tell(ana, bob, `changed at ${at}`);
      await world.run(100);
      delete world.relay.hooks.toMember;
    }
    tell(ana, bob, 'end');
    await world.run(500);
    expect([privately(bob), missing(bob)]).toEqual([['ana: begin', 'ana: end'], 7]);
    expect(warningsOf(bob)).toContain('MESSAGES_REFUSED');
  });
});

/** Somebody else of the room, who sends private frames in any name. */
function mallory(world: RoomWorld, through: Guest) {
  const random = seededRandom(99);
  const keys = deriveRoomKeys(world.secret, new Vault());
  const seed = new SecretBytes(random(32));
  const place = { conn: ids.conn(random(16)), gen: 0, epoch: 0, first: false, others: 3, taken: [] };
  const scope = new Scope({ keys, seed, random, hostFp: world.secret.hostFp }, place);
  return {
    scope,
    seed,
    send: (inner: PrivateInner, as: Guest, to: ConnId, epoch: number) =>
      through.wire().inject('relay', scope.seal('DM', epoch, encodePrivate(as.member.view.self.id, inner), [to])),
  };
}

describe('somebody else with the link', () => {
  test('who asks, sends packages and messages in other names changes nothing, and makes nobody talk without end', async () => {
    const { world, ana, bob } = await trio();
    const eve = world.guest('eve');
    await world.run(500);
    const conns = new Map<Guest, ConnId>();
    let epoch = 0;
    let answers = 0;
    world.relay.hooks.toRelay = (bytes, wire) => {
      const frame = parseFrame(bytes);
      if (!frame.ok || frame.value.type !== 'DM') return [bytes];
      epoch = frame.value.epoch;
      if (wire === ana.wire()) conns.set(bob, frame.value.to[0] as ConnId);
      if (wire === bob.wire()) conns.set(ana, frame.value.to[0] as ConnId);
      if (wire !== eve.wire()) answers += 1;
      return [bytes];
    };
    tell(ana, bob, 'before');
    tell(bob, ana, 'before');
    await world.run(12_000, 500);
    answers = 0;
    const { scope, seed, send } = mallory(world, eve);
    const own = (await JoinKeys.make(scope.credential('ana', 'dm'), seed, scope.setup)).encoded;
    for (let round = 0; round < 20; round++) {
      for (const [as, to] of [
        [ana, bob],
        [bob, ana],
      ] as const) {
        send({ kind: 'ask', epoch, bytes: new Uint8Array(0) }, as, conns.get(to) as ConnId, epoch);
        send({ kind: 'package', epoch, bytes: own }, as, conns.get(to) as ConnId, epoch);
        send({ kind: 'welcome', epoch, bytes: own }, as, conns.get(to) as ConnId, epoch);
        send({ kind: 'message', epoch: 0, bytes: own }, as, conns.get(to) as ConnId, epoch);
      }
      await world.run(400);
    }
    // In 8 s: a package and a welcome every 2 s, and a first word each.
    expect(answers).toBeGreaterThan(0);
    expect(answers).toBeLessThan(20);
    tell(ana, bob, 'after');
    tell(bob, ana, 'after');
    await world.run(1_000);
    expect([privately(ana), privately(bob), privately(eve)]).toEqual([['bob: before', 'bob: after'], ['ana: before', 'ana: after'], []]);
    expect([missing(ana), missing(bob), statesOf(ana)]).toEqual([0, 0, ['before sent', 'after sent']]);
  });
});
