import { describe, expect, test } from 'vitest';
import { roomIdOf } from '../../../src/crypto/key-schedule.js';
import { frameTypes } from '../../../src/protocol/frame-type.js';
import { limits } from '../../../src/protocol/limits.js';
import { HandMadeMember } from '../../helpers/hand-made-member.js';
import { createRoomWorld, type Guest, type RoomWorld } from '../../helpers/room-world.js';
import { itemsOf, namesIn, warningsOf } from '../../helpers/seen.js';

async function room(...nicks: readonly string[]): Promise<{ world: RoomWorld; guests: readonly Guest[] }> {
  const world = await createRoomWorld({ mode: 'none' });
  const guests: Guest[] = [];
  for (const nick of nicks) {
    guests.push(world.guest(nick));
    await world.run(1_500);
  }
  return { world, guests };
}
const typingIn = ({ member }: Guest): readonly string[] =>
  member.view.members.filter(({ id }) => member.view.typing.includes(id)).map(({ nick }) => nick);

describe('who is here', () => {
  test('is shown alike to everybody: the host first, newcomers as they come', async () => {
    const { world, guests } = await room('ana', 'ben');
    for (const guest of [world.host, ...guests]) expect(namesIn(guest)).toEqual(['ana', 'ben', 'host']);
    expect(guests[1]?.member.view.members[0]).toMatchObject({ nick: 'host', role: 'host', self: false });
    expect(itemsOf(world.host, 'member-joined').map(({ member }) => member.nick)).toEqual(['ana', 'ben']);
    expect(itemsOf(guests[1] as Guest, 'member-joined')).toEqual([]);
  });

  test('is heard of when it leaves, with the nick it had', async () => {
    const { world, guests } = await room('ana', 'ben');
    guests[0]?.member.leave();
    await world.run(500);
    for (const guest of [world.host, guests[1] as Guest]) {
      expect(itemsOf(guest, 'member-left').map(({ member }) => member.nick)).toEqual(['ana']);
      expect(namesIn(guest)).toEqual(['ben', 'host']);
    }
  });

  test('is confirmed when the host of the link has shown itself', async () => {
    const { guests } = await room('ana');
    expect(guests[0]?.member.view.confirmed).toBe(true);
    expect(guests[0]?.events.map(({ type }) => type)).toContain('confirmed');
    expect(warningsOf(guests[0] as Guest)).toEqual([]);
  });

  test('without the host is said after 5 s', async () => {
    const world = await createRoomWorld();
    world.host.member.leave();
    const ana = world.guest('ana');
    await world.run(4_000);
    expect([ana.member.view.phase, ana.member.view.confirmed, warningsOf(ana)]).toEqual(['joined', false, []]);
    await world.run(3_000);
    expect([ana.member.view.confirmed, warningsOf(ana)]).toEqual([false, ['HOST_ABSENT']]);
  });
});

describe('equal nicks', () => {
  test('are told apart by a piece of the key for everybody, and the later one is told', async () => {
    const { world, guests } = await room('ana', 'Ana');
    const shown = namesIn(world.host);
    expect(shown).toEqual([expect.stringMatching(/^Ana·[0-9a-f]{4}$/u), expect.stringMatching(/^ana·[0-9a-f]{4}$/u), 'host']);
    for (const guest of guests) expect(namesIn(guest)).toEqual(shown);
    expect([warningsOf(guests[0] as Guest), warningsOf(guests[1] as Guest)]).toEqual([[], ['NICK_TAKEN']]);
  });

  test('with the host leave the host its nick', async () => {
    const { world } = await room('host', 'HOST');
    expect(world.host.member.view.members.map(({ shown, role }) => [role, shown])).toEqual([
      ['host', 'host'],
      ['guest', expect.stringMatching(/^host·/u)],
      ['guest', expect.stringMatching(/^HOST·/u)],
    ]);
  });

  test('are plain again when one of the two has left', async () => {
    const { world, guests } = await room('ana', 'ana');
    guests[1]?.member.leave();
    await world.run(500);
    expect([namesIn(world.host), namesIn(guests[0] as Guest)]).toEqual([
      ['ana', 'host'],
      ['ana', 'host'],
    ]);
  });
});

describe('rename', () => {
  test('is seen by everybody, and by who comes later', async () => {
    const { world, guests } = await room('ana');
    expect(guests[0]?.member.rename('  cleo ')).toEqual({ ok: true, value: 'cleo' });
    await world.run(500);
    expect(itemsOf(world.host, 'member-renamed')).toMatchObject([{ before: 'ana', member: { nick: 'cleo' } }]);
    expect(itemsOf(guests[0] as Guest, 'member-renamed')).toMatchObject([{ before: 'ana', member: { nick: 'cleo', self: true } }]);
    const ben = world.guest('ben');
    await world.run(1_500);
    for (const guest of [world.host, ben, guests[0] as Guest]) expect(namesIn(guest)).toEqual(['ben', 'cleo', 'host']);
  });

  test.each(['host', 'H0ST', 'ben', 'b e n', 'ЬEN'])('to %s, which looks like someone here, is refused', async (nick) => {
    const { world, guests } = await room('ana', 'ben');
    expect(guests[0]?.member.rename(nick)).toEqual({ ok: false, reason: 'NICK_TAKEN' });
    await world.run(500);
    expect(namesIn(world.host)).toEqual(['ana', 'ben', 'host']);
  });

  test.each(['', ' ', 'x'.repeat(33), 'a·b', 'a\u202eb'])('to %j, which is no nick, is refused', async (nick) => {
    const { guests } = await room('ana');
    expect(guests[0]?.member.rename(nick)).toEqual({ ok: false, reason: 'NICK_BAD' });
  });

  test('to one’s own nick in another case is possible, and before there is a place it counts from the start', async () => {
    const { world, guests } = await room('ana');
    expect(guests[0]?.member.rename('Ana').ok).toBe(true);
    const ben = world.guest('ben');
    expect(ben.member.rename('benno').ok).toBe(true);
    await world.run(1_500);
    for (const guest of [world.host, ben]) expect(namesIn(guest)).toEqual(['Ana', 'benno', 'host']);
    expect(itemsOf(world.host, 'member-renamed')).toHaveLength(1);
  });
});

describe('the title', () => {
  test('is known to the host, to who is here and to who comes later', async () => {
    const world = await createRoomWorld({ title: 'Friday' });
    const ana = world.guest('ana');
    await world.run(2_000);
    const ben = world.guest('ben');
    await world.run(2_000);
    for (const guest of [world.host, ana, ben]) {
      expect(guest.member.view.title).toBe('Friday');
      expect(itemsOf(guest, 'topic').map(({ text }) => text)).toEqual(['Friday']);
    }
    expect(itemsOf(ben, 'missing')).toEqual([]);
  });
});

describe('typing', () => {
  test('is seen by the others, not by oneself, and ends after 5 s without a repetition', async () => {
    const { world, guests } = await room('ana', 'ben');
    const [ana, ben] = guests as [Guest, Guest];
    ana.member.typing(true);
    await world.run(500);
    expect([typingIn(world.host), typingIn(ben), typingIn(ana)]).toEqual([['ana'], ['ana'], []]);
    await world.run(5_000);
    expect(typingIn(world.host)).toEqual([]);
  });

  test('that goes on is told every 3 s, however many keys are struck', async () => {
    const { world, guests } = await room('ana');
    let frames = 0;
    world.relay.hooks.toRelay = (bytes) => {
      if (bytes[1] === frameTypes.APP) frames += 1;
      return [bytes];
    };
    for (let n = 0; n < 80; n++) {
      guests[0]?.member.typing(true);
      await world.run(100);
      expect(typingIn(world.host)).toEqual(['ana']);
    }
    expect(frames).toBe(3);
  });

  test('ends when the input is emptied, when a message comes, and when the member leaves', async () => {
    const { world, guests } = await room('ana');
    const [ana] = guests as [Guest];
    for (const end of [() => ana.member.typing(false), () => void ana.member.say({ text: 'done' }), () => ana.member.leave()]) {
      ana.member.typing(true);
      await world.run(200);
      expect(typingIn(world.host)).toEqual(['ana']);
      end();
      await world.run(200);
      expect(typingIn(world.host)).toEqual([]);
    }
  });

  test('is told in a room of 20, and not in a larger one', async () => {
    const world = await createRoomWorld();
    const ana = world.guest('ana');
    await world.run(2_000);
    const crowd = await new HandMadeMember(world).connect();
    await crowd.meet('crowd');
    for (let n = 3; n < limits.typingMembers; n++) await crowd.another(n);
    await world.run(500);
    expect([world.host, ana].map(({ member }) => member.view.members.length)).toEqual([limits.typingMembers, limits.typingMembers]);
    ana.member.typing(true);
    await world.run(200);
    expect(typingIn(world.host)).toEqual(['ana']);
    await crowd.another(limits.typingMembers);
    await world.run(6_000, 200);
    ana.member.typing(true);
    await world.run(200);
    expect([ana.member.view.members.length, typingIn(world.host)]).toEqual([limits.typingMembers + 1, []]);
  });
});

describe('what the relay notices', () => {
  test('a lock is seen by everybody, keeps newcomers out, and can be undone by the host only', async () => {
    const { world, guests } = await room('ana');
    guests[0]?.member.lock(true);
    await world.run(500);
    expect(world.host.member.view.locked).toBe(false);
    world.host.member.lock(true);
    await world.run(500);
    expect([world.host.member.view.locked, guests[0]?.member.view.locked]).toEqual([true, true]);
    const late = world.guest('late');
    await world.run(500);
    expect(late.member.view.ended).toEqual({ reason: 'refused', code: 'ROOM_LOCKED' });
    world.host.member.lock(false);
    await world.run(500);
    expect(guests[0]?.member.view.locked).toBe(false);
  });

  test('a link that was requested as a path is told to everybody', async () => {
    const { world, guests } = await room('ana');
    world.relay.event({ type: 'exposed', roomId: roomIdOf(world.secret) });
    await world.run(500);
    for (const guest of [world.host, ...guests]) expect(warningsOf(guest)).toEqual(['LINK_EXPOSED']);
  });
});
