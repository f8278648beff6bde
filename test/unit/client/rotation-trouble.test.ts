import { describe, expect, test } from 'vitest';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import { toHex } from '../../../src/protocol/bytes.js';
import { ids } from '../../../src/protocol/ids.js';
import { deriveRoomKeys } from '../../../src/crypto/key-schedule.js';
import type { LinkSecret } from '../../../src/crypto/link.js';
import { Vault } from '../../../src/crypto/vault.js';
import { expectTogether, frameOf, withhold } from '../../helpers/adversary-room.js';
import { RelayTalker } from '../../helpers/relay-talker.js';
import { createRoomWorld, type Guest, type RoomWorld, type RoomWorldOptions } from '../../helpers/room-world.js';
import { itemsOf } from '../../helpers/seen.js';

const nicks = ({ member }: Guest): readonly string[] => member.view.members.map(({ nick }) => nick).toSorted();
const secretOf = ({ member }: Guest): string => toHex(member.secret.s);
const copyOf = (secret: LinkSecret): LinkSecret => ({ ...secret, s: secret.s.slice() });

async function anaAndBen(options: RoomWorldOptions = {}) {
  const world = await createRoomWorld({ mode: 'mls', ...options });
  const [ana, ben] = [world.guest('ana'), world.guest('ben')];
  await world.run(2_000);
  return { world, host: world.host, ana, ben };
}

/** Nothing reaches a member for a while; then everything does at once. */
async function stalled(world: RoomWorld, slow: Guest, ms: number): Promise<void> {
  const wire = slow.wire();
  const held: Uint8Array[] = [];
  world.relay.hooks.toMember = (bytes, to) => (to === wire ? (held.push(bytes), []) : [bytes]);
  await world.run(ms);
  delete world.relay.hooks.toMember;
  for (const bytes of held) wire.inject('member', bytes);
}

/** The host's connection breaks just before this comes back to it, and what it missed comes late. */
async function breakBefore(world: RoomWorld, type: 'COMMIT' | 'APP'): Promise<void> {
  let [renewed, broken] = [false, false];
  const late: Uint8Array[] = [];
  world.relay.hooks.toMember = (bytes, wire) => {
    if (!wire.inside) return [bytes];
    const is = frameOf(bytes).type;
    renewed ||= is === 'COMMIT';
    if (broken) return is === 'PONG' ? (late.push(bytes), []) : [bytes];
    broken = renewed && is === type;
    if (broken) wire.cut();
    return broken ? [] : [bytes];
  };
  await world.run(500);
  delete world.relay.hooks.toMember;
  for (const bytes of late) world.host.wire().inject('member', bytes);
}

describe('another link for the room, when the way is bad', () => {
  test('who hears of it late is not told that the new room is locked', async () => {
    const { world, host, ana, ben } = await anaAndBen();
    host.member.rotate();
    await stalled(world, ana, 400);
    await world.run(8_000);
    expectTogether(host, ana, ben);
    for (const { member } of [host, ana, ben]) expect(member.view.locked).toBe(false);
  });

  test.each(['COMMIT', 'APP'] as const)(
    'the host breaks before its %s has come back: all move, and the old room is closed',
    async (type) => {
      const { world, host, ana, ben } = await anaAndBen();
      const old = copyOf(world.secret);
      host.member.rotate();
      await breakBefore(world, type);
      await world.run(10_000);
      expectTogether(host, ana, ben);
      expect(secretOf(ana)).not.toBe(toHex(old.s));
      const late = world.guest('late', { secret: old });
      await world.run(1_000);
      expect(late.member.view).toMatchObject({ phase: 'ended', ended: { reason: 'refused' } });
      expect(world.relay.counts().rooms).toBe(1);
    },
  );

  test('while the group is being made anew it waits for those who were in it', async () => {
    const { world, host, ana, ben } = await anaAndBen();
    host.wire().inject('relay', controlFrame('RESET', { gen: 0 }));
    await world.turn();
    while (world.relay.step());
    host.member.rotate();
    await world.run(15_000);
    expect(secretOf(host)).not.toBe(toHex(world.secret.s));
    await world.run(30_000);
    expectTogether(host, ana, ben);
    for (const one of [host, ana, ben]) expect([nicks(one), itemsOf(one, 'member-left')]).toEqual([['ana', 'ben', 'host'], []]);
  });

  test('a RESET after it has been said: it is said again when all are back', async () => {
    const { world, host, ana, ben } = await anaAndBen();
    let said = false;
    world.relay.hooks.toRelay = (bytes, wire) => {
      const isFirst = wire.inside && !said && frameOf(bytes).type === 'APP';
      said ||= isFirst;
      return isFirst ? [controlFrame('RESET', { gen: 0 })] : [bytes];
    };
    host.member.rotate();
    await world.run(60_000, 100);
    expect(said).toBe(true);
    expect(secretOf(host)).not.toBe(toHex(world.secret.s));
    expectTogether(host, ana, ben);
  });

  test('a guest that fills the new room keeps nobody out for good who was there before', async () => {
    const { world, host, ana, ben } = await anaAndBen({ maxMembers: 4 });
    const { undo } = withhold(world, ben, ({ type }) => type === 'APP');
    host.member.rotate();
    await world.run(1_000);
    const { roomId, cap } = deriveRoomKeys(copyOf(ana.member.secret), new Vault());
    const crowd = [1, 2, 3].map(() => new RelayTalker(world.relay.connect, { room: ids.bytes(roomId), cap: cap.bytes }));
    await world.settle();
    for (const one of crowd) one.hello();
    await world.run(1_000);
    undo();
    ben.wire().cut();
    await world.run(5_000);
    expect(ben.member.view).toMatchObject({ phase: 'joined', connection: 'reconnecting' });
    for (const one of crowd) one.say('LEFT', {});
    await world.run(20_000);
    expectTogether(host, ana, ben);
  });

  test('from whom it is kept sees at least that the host is gone, and that what it says does not arrive', async () => {
    const { world, host, ana, ben } = await anaAndBen();
    const { undo } = withhold(world, ben, ({ type }) => type === 'APP');
    host.member.rotate();
    await world.run(5_000);
    undo();
    expect(secretOf(ben)).not.toBe(secretOf(ana));
    ben.member.say({ text: 'anybody?' });
    await world.run(1_000);
    expect(ben.member.view.members.find(({ role }) => role === 'host')?.away).toBe(true);
    expect(itemsOf(ben, 'message')).toMatchObject([{ text: 'anybody?', state: 'sending' }]);
  });

  test('who has lost the group just then and stays behind is turned away, and does not wait for ever', async () => {
    const { world, host, ben } = await anaAndBen();
    const { undo } = withhold(world, ben, ({ type }) => type === 'COMMIT');
    host.member.rotate();
    await world.run(5_000);
    undo();
    await world.run(30_000);
    expect(ben.member.view).toMatchObject({ phase: 'ended', ended: { code: 'ROOM_LOCKED' } });
  });
});
