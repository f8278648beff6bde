import { describe, expect, test } from 'vitest';
import type { Member } from '../../../src/client/member-api.js';
import type { Random } from '../../../src/core/ports/random.js';
import type { MemberId } from '../../../src/protocol/ids.js';
import { createRoomWorld, type Guest } from '../../helpers/room-world.js';
import { seededRandom } from '../../helpers/seeded-random.js';

const idOf = (member: Member, nick: string): MemberId => {
  const found = member.view.members.find((one) => one.nick === nick);
  if (found === undefined) throw new Error(`${nick} is not here`);
  return found.id;
};
const nicks = ({ member }: Guest): readonly string[] => member.view.members.map(({ nick }) => nick);
const removals = ({ member }: Guest): readonly string[] =>
  member.view.items.flatMap((item) => (item.type === 'member-removed' ? [`${item.member.nick} by ${item.by.nick}`] : []));

/** A program whose first random bytes, those of its key, are always the same. */
function keyed(seed: number): Random {
  const random = seededRandom(seed);
  let first = true;
  return (length) => {
    const bytes = first ? new Uint8Array(length).fill(9) : random(length);
    first = false;
    return bytes;
  };
}

async function roomOf(mode: 'mls' | 'shared-key', ...names: readonly string[]) {
  const world = await createRoomWorld({ mode });
  const guests: Guest[] = [];
  for (const name of names) {
    guests.push(world.guest(name));
    await world.run(1_500);
  }
  return { world, guests };
}

describe('the host removes a member', () => {
  test('it ends, the others see who was removed and by whom, and it can read nothing of what follows', async () => {
    const { world, guests } = await roomOf('mls', 'ana', 'bob');
    const [ana, bob] = guests as [Guest, Guest];
    const epoch = (): number => [...world.relay.state.rooms.values()][0]?.epoch ?? -1;
    const before = epoch();
    expect(world.host.member.kick(idOf(world.host.member, 'bob'))).toBe(true);
    // Sooner than the relay would ask for it by itself.
    await world.run(200);
    expect(bob.member.view.ended).toEqual({ reason: 'kicked', code: 'REMOVED' });
    expect(epoch()).toBe(before + 1);
    for (const guest of [world.host, ana]) {
      expect(nicks(guest)).toEqual(['host', 'ana']);
      expect(removals(guest)).toEqual(['bob by host']);
      expect(guest.member.view.items.some(({ type }) => type === 'member-left')).toBe(false);
    }
    ana.member.say({ text: 'without bob' });
    await world.run(200);
    expect(world.host.texts()).toEqual(['without bob']);
    expect(bob.texts()).toEqual([]);
  });

  test('whose connection is broken too', async () => {
    const { world, guests } = await roomOf('mls', 'ana', 'bob');
    const [ana, bob] = guests as [Guest, Guest];
    bob.wire().cut('relay');
    await world.settle();
    world.host.member.kick(idOf(world.host.member, 'bob'));
    await world.run(500);
    expect(removals(ana)).toEqual(['bob by host']);
    expect(nicks(world.host)).toEqual(['host', 'ana']);
  });

  test('its key is let in no more, whatever place it comes to; another is, for it has the link', async () => {
    const { world, guests } = await roomOf('mls', 'ana', 'bob');
    const [ana, bob] = guests as [Guest, Guest];
    const eve = world.guest('eve', { random: keyed(7) });
    await world.run(1_500);
    expect(nicks(ana)).toEqual(['host', 'ana', 'bob', 'eve']);
    world.host.member.kick(idOf(world.host.member, 'eve'));
    await world.run(500);
    expect(eve.member.view.phase).toBe('ended');
    const again = world.guest('eve', { random: keyed(8) });
    await world.run(6_000);
    expect(again.member.view.phase).toBe('entering');
    expect(nicks(ana)).toEqual(['host', 'ana', 'bob']);
    const other = world.guest('eve');
    await world.run(2_000);
    expect(other.member.view.phase).toBe('joined');
    expect(bob.member.view.phase).toBe('joined');
  });

  test('through a break of its own connection: what the relay had not heard it hears then', async () => {
    const { world, guests } = await roomOf('mls', 'ana', 'bob');
    const [ana, bob] = guests as [Guest, Guest];
    world.host.member.kick(idOf(world.host.member, 'bob'));
    world.host.wire().cut();
    await world.run(8_000);
    expect(bob.member.view.ended).toEqual({ reason: 'kicked', code: 'REMOVED' });
    expect(nicks(ana)).toEqual(['host', 'ana']);
    expect(removals(ana)).toEqual(['bob by host']);
  });

  test('in a room without a group the relay ends its place', async () => {
    const { world, guests } = await roomOf('shared-key', 'ana', 'bob');
    const [ana, bob] = guests as [Guest, Guest];
    expect(world.host.member.kick(idOf(world.host.member, 'bob'))).toBe(true);
    await world.run(500);
    expect(bob.member.view.ended).toEqual({ reason: 'kicked', code: 'REMOVED' });
    expect(removals(ana)).toEqual(['bob by host']);
  });

  test('nobody else can, nor the host itself, and who is not here is nobody', async () => {
    const { world, guests } = await roomOf('mls', 'ana', 'bob');
    const [ana, bob] = guests as [Guest, Guest];
    expect(ana.member.kick(idOf(ana.member, 'bob'))).toBe(false);
    expect(world.host.member.kick(world.host.member.view.self.id)).toBe(false);
    expect(world.host.member.kick('0123456789abcdef' as MemberId)).toBe(false);
    await world.run(3_000);
    expect(bob.member.view.phase).toBe('joined');
    expect(nicks(ana)).toEqual(['host', 'ana', 'bob']);
  });

  test('who leaves by itself has left', async () => {
    const { world, guests } = await roomOf('mls', 'ana', 'bob');
    const [ana, bob] = guests as [Guest, Guest];
    bob.member.leave();
    await world.run(5_000);
    expect(removals(ana)).toEqual([]);
    expect(ana.member.view.items.some((item) => item.type === 'member-left' && item.member.nick === 'bob')).toBe(true);
  });
});
