import { describe, expect, test } from 'vitest';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import { limits } from '../../../src/protocol/limits.js';
import { createGroupRoom, type GroupRoom } from '../../helpers/group-room.js';
import { openFrame, type RelayTalker } from '../../helpers/relay-talker.js';

/** As many members in the group; they know it long enough to have a say. */
function groupOf(count: number, options: Parameters<typeof createGroupRoom>[0] = {}) {
  const room = createGroupRoom(options);
  const members = [options.hostJoins === true ? room.host : room.join()];
  while (members.length < count) members.push(room.enter());
  room.world.run(limits.resetAskMs);
  room.news();
  return { room, members };
}

const reset = (room: GroupRoom, member: RelayTalker, gen = room.room.gen): void => {
  member.say('RESET', { gen });
  room.world.pump();
};

const again = (room: GroupRoom, members: readonly RelayTalker[]): void => {
  for (const member of members) {
    member.hello();
    room.world.pump();
  }
};

describe('a reset', () => {
  test('by the host replaces the group at once: everybody asks for a place again over the same connection', () => {
    const { room, members } = groupOf(3, { hostJoins: true });
    room.cut(members[2] as RelayTalker);
    room.say(room.join(), 'KEYPKG', 'x');
    reset(room, room.host);
    expect(room.news()).toEqual(['0: RESET 1', '1: RESET 1', '3: RESET 1']);
    expect([room.room.gen, room.room.epoch]).toEqual([1, 0]);
    expect(room.world.counts()).toMatchObject({ links: 3, members: 0, bufferedBytes: 0 });
    const before = members[1]?.conn;
    again(room, [room.host, members[1] as RelayTalker]);
    expect(members[1]?.conn).not.toBe(before);
    expect(members[1]?.heard('HELLO_OK').at(-1)).toMatchObject({ gen: 1, epoch: 0, first: false, n: 1 });
    expect(members[1]?.news).toEqual(members[1]?.news.filter((what) => what.startsWith('away')));
    room.comeBack(members[2] as RelayTalker);
    expect(members[2]?.errors).toEqual(['resume_refused']);
  });

  test('lets those in again whatever the lock and the arrivals say, and nobody else', () => {
    const { room, members } = groupOf(3, { hostJoins: true });
    const guest = room.stranger();
    room.host.send(openFrame(room.key, 150, true));
    room.world.pump();
    for (let i = 0; i <= limits.arrivals; i++) room.room.arrivals.add(1, room.world.clock.now());
    reset(room, room.host);
    again(room, [...members, guest]);
    expect(members.map((member) => member.heard('HELLO_OK').length)).toEqual([2, 2, 2]);
    expect(guest.errors).toEqual(['locked']);
  });

  test('keeps the seats of those who come back', () => {
    const { room, members } = groupOf(3, { hostJoins: true, max: 3 });
    reset(room, room.host);
    const guest = room.stranger();
    again(room, [members[1] as RelayTalker, guest, members[2] as RelayTalker, room.host]);
    expect([guest, ...members].map((member) => member.closedWith)).toEqual([4004, undefined, undefined, undefined]);
  });

  test('does not make way for strangers: many may come back at once', () => {
    const { room, members } = groupOf(limits.strangers + 10, { hostJoins: true });
    reset(room, room.host);
    room.stranger();
    again(room, members);
    expect(members.filter((member) => member.closedWith !== undefined)).toEqual([]);
  });

  test('ends the connection of who does not come back in time', () => {
    const { room, members } = groupOf(3, { hostJoins: true });
    reset(room, room.host);
    again(room, [members[1] as RelayTalker]);
    room.world.run(limits.helloMs);
    expect(members.map((member) => member.closedWith)).toEqual([undefined, undefined, 4002]);
    expect(room.world.state.returning.size).toBe(0);
  });

  test('does not count against who had sent something before it heard of it', () => {
    const { room, members } = groupOf(3, { hostJoins: true });
    const [, ana, ben] = members as [RelayTalker, RelayTalker, RelayTalker];
    room.world.event({ type: 'frame', link: 0, bytes: controlFrame('RESET', { gen: 0 }) });
    for (const type of ['APP', 'DM', 'KEYPKG', 'COMMIT', 'WELCOME', 'BULK'] as const) room.say(ana, type, 'x', { gen: 0 });
    ana.say('LEASE', { lease: new Uint8Array(16), epoch: 1, joins: [], left: [] });
    ana.say('PING', { t: 5 });
    room.world.pump();
    expect([ana.errors, ana.closedWith, ana.heard('PONG')]).toEqual([[], undefined, [{ t: 5 }]]);
    room.leave(ben);
    expect([ben.closedWith, room.world.state.returning.size]).toEqual([1000, 1]);
    room.world.event({ type: 'garbage', link: 1 });
    room.world.pump();
    expect(ana.closedWith).toBe(4001);
  });

  test('is refused to guests where there is a host, for another group, and where there is no group', () => {
    const { room, members } = groupOf(2, { hostJoins: true });
    reset(room, members[1] as RelayTalker);
    reset(room, room.host, 7);
    expect(room.news()).toEqual(['0: ERR epoch', '1: ERR unsupported']);
    const plain = createGroupRoom({ hostJoins: true });
    reset(plain, plain.host);
    expect([plain.news(), plain.room.gen]).toEqual([['0: ERR unsupported'], 0]);
  });
});

describe('without a host', () => {
  test.each([
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
  ])('of %i members %i must agree', (count, needed) => {
    const { room, members } = groupOf(count);
    for (const member of members.slice(0, needed - 1)) for (let i = 0; i < 3; i++) reset(room, member);
    expect(room.room.gen).toBe(0);
    reset(room, members[needed - 1] as RelayTalker);
    expect(room.room.gen).toBe(1);
  });

  test('newcomers and those away have no say, and a complaint is forgotten', () => {
    const { room, members } = groupOf(4);
    const [ana, ben, cleo] = members as [RelayTalker, RelayTalker, RelayTalker];
    const guests = Array.from({ length: 5 }, () => room.enter());
    for (const guest of guests) reset(room, guest);
    reset(room, ana);
    reset(room, ben);
    expect(room.room.gen).toBe(0);
    room.cut(members[3] as RelayTalker);
    room.world.run(limits.resetAskMs - 1);
    for (const guest of guests) room.leave(guest);
    room.world.run(2);
    reset(room, cleo);
    expect(room.room.gen).toBe(0);
    reset(room, ana);
    expect(room.room.gen).toBe(1);
  });

  test('after three resets in a minute there is a pause', () => {
    const { room, members } = groupOf(1);
    const [ana] = members as [RelayTalker];
    room.join();
    // Ana asks to be let in, and nobody is left who could do it.
    for (let i = 0; i < limits.resets; i++) {
      room.say(ana, 'KEYPKG', 'x');
      again(room, [ana]);
    }
    expect(room.room.gen).toBe(3);
    room.say(ana, 'KEYPKG', 'x');
    room.world.run(limits.resetAskMs);
    reset(room, ana);
    expect(ana.heard('ERR')).toEqual([
      { code: 'rate', retryMs: limits.resetsMs },
      { code: 'rate', retryMs: limits.resetsMs - limits.resetAskMs },
    ]);
    room.world.run(limits.resetsMs - limits.resetAskMs);
    reset(room, ana);
    expect([room.room.gen, room.room.resets.length]).toEqual([4, limits.resets]);
  });
});

describe('a group that nobody is left of', () => {
  test('is replaced for the next who comes', () => {
    const { room, members } = groupOf(2);
    for (const member of members) room.leave(member);
    const cleo = room.join();
    expect(cleo.heard('HELLO_OK')).toMatchObject([{ gen: 1, epoch: 0, first: true }]);
    room.leave(cleo);
    expect([room.room.gen, room.group.uncovered.size, room.group.leaves.size]).toEqual([2, 0, 0]);
  });

  test('is not replaced in a room that uses none', () => {
    const room = createGroupRoom();
    for (let i = 0; i < 3; i++) room.leave(room.join());
    expect([room.room.gen, room.group.uncovered.size, room.group.members.size]).toEqual([0, 0, 0]);
  });

  test('is reset when only those are left who wait, or have just come', () => {
    for (const waits of [true, false]) {
      const { room, members } = groupOf(1);
      const [ana] = members as [RelayTalker];
      room.enter();
      const [cleo, dan] = [room.join(), room.join()];
      if (waits) for (const member of [cleo, dan]) room.say(member, 'KEYPKG', 'x');
      room.leave(ana);
      expect(room.room.gen).toBe(0);
      room.leave(room.members[1] as RelayTalker);
      expect([room.room.gen, cleo.heard('RESET')]).toEqual([1, [{ gen: 1 }]]);
      again(room, [dan, cleo]);
      expect([dan, cleo].map((member) => member.heard('HELLO_OK').at(-1)?.first)).toEqual([true, false]);
      room.say(cleo, 'KEYPKG', 'x');
      room.world.run(60);
      expect(room.holder()).toBe(dan);
    }
  });

  test('is reset when who made it left before anybody else could ask', () => {
    const room = createGroupRoom();
    const [ana, ben] = [room.join(), room.join()];
    room.leave(ana);
    room.say(ben, 'KEYPKG', 'x');
    expect([room.room.gen, ben.heard('RESET')]).toEqual([1, [{ gen: 1 }]]);
    again(room, [ben]);
    expect(ben.heard('HELLO_OK').at(-1)).toMatchObject({ gen: 1, first: true });
  });

  test('is not what was made by who broke before it knew, whoever waits before or after', () => {
    for (const waits of ['before', 'after']) {
      const room = createGroupRoom();
      const [ana, ben] = [room.join(), room.join()];
      if (waits === 'before') room.say(ben, 'KEYPKG', 'x');
      room.cut(ana);
      if (waits === 'after') room.say(ben, 'KEYPKG', 'x');
      expect(ben.heard('RESET')).toEqual([{ gen: 1 }]);
      again(room, [ben]);
      expect(ben.heard('HELLO_OK').at(-1)?.first).toBe(true);
    }
  });

  test('waits for its members while they are away', () => {
    const { room, members } = groupOf(1);
    members[0]?.say('PING', { t: 1 });
    room.world.pump();
    room.cut(members[0] as RelayTalker);
    const ben = room.join();
    room.say(ben, 'KEYPKG', 'x');
    room.world.run(10_000);
    expect(room.room.gen).toBe(0);
    room.comeBack(members[0] as RelayTalker);
    room.world.run(0);
    expect(room.holder()).toBe(members[0]);
    room.cut(members[0] as RelayTalker);
    room.world.run(limits.awayMs);
    expect(room.room.gen).toBe(1);
  });
});

describe('where there is a host', () => {
  test('only the host makes the group, also when others are quicker', () => {
    const { room, members } = groupOf(2, { hostJoins: true });
    const ana = members[1] as RelayTalker;
    reset(room, room.host);
    again(room, [ana]);
    room.say(ana, 'KEYPKG', 'x');
    room.world.run(5000);
    expect([room.room.gen, room.group.lease]).toEqual([1, undefined]);
    again(room, [room.host]);
    expect([ana, room.host].map((member) => member.heard('HELLO_OK').at(-1)?.first)).toEqual([false, true]);
    expect(room.holder()).toBe(room.host);
  });

  test('the group is reset when the host itself asks to be let in and nobody can', () => {
    const { room } = groupOf(1, { hostJoins: true });
    room.say(room.join(), 'KEYPKG', 'x');
    room.say(room.host, 'KEYPKG', 'x');
    expect(room.news()).toEqual(['0: RESET 1', '1: RESET 1']);
  });
});
