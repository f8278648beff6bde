import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/protocol/limits.js';
import { lastLease } from '../../helpers/group-room.js';
import { groupOf, untilNews } from '../../helpers/lease-room.js';
import type { RelayTalker } from '../../helpers/relay-talker.js';

describe('a lease for newcomers', () => {
  test('is the host’s, else it is of who is connected longest; nobody outside the group gets one', () => {
    const { room } = groupOf(2, { hostJoins: true });
    room.join();
    room.say(room.join(), 'KEYPKG', 'x');
    expect(untilNews(room)[1].at(-1)).toBe('0: LEASE 2 joins [4] left []');
    const { room: hostless, members } = groupOf(2);
    const ana = members[0] as RelayTalker;
    hostless.cut(ana);
    hostless.world.run(10);
    hostless.comeBack(ana);
    hostless.say(hostless.join(), 'KEYPKG', 'x');
    expect(untilNews(hostless)[1].at(-1)).toBe('1: LEASE 2 joins [3] left []');
  });

  test('is the host’s too when it has come back after everybody else came', () => {
    const { room } = groupOf(2, { hostJoins: true });
    room.cut(room.host);
    room.world.run(10);
    room.host.reconnect(room.world.connectInside);
    room.world.pump();
    room.host.resume();
    room.world.pump();
    room.say(room.join(), 'KEYPKG', 'x');
    expect(untilNews(room)[1].at(-1)).toBe('0: LEASE 2 joins [3] left []');
  });

  test('comes again when the first was used, with who came meanwhile', () => {
    const { room, ana } = groupOf(0);
    const [ben, cleo] = [room.join(), room.join()];
    room.say(ben, 'KEYPKG', 'x');
    room.world.run(60);
    room.say(cleo, 'KEYPKG', 'x');
    room.world.run(1000);
    room.news();
    room.commit(ana);
    expect(room.news()).toEqual(['0: COMMIT 0', '0: KEYPKG x', '0: LEASE 1 joins [2] left []', '1: COMMIT 0', '2: COMMIT 0']);
    expect(lastLease(ana).lease).not.toEqual(ana.heard('LEASE')[0]?.lease);
  });

  test('that runs out passes its holder over, until a commit was taken or everybody was passed over', () => {
    const {
      room,
      members: [ana, ben],
    } = groupOf(1);
    const cleo = room.join();
    room.say(cleo, 'KEYPKG', 'x');
    const order = [];
    for (let i = 0; i < 4; i++) {
      const [ms, news] = untilNews(room);
      order.push([ms, news.at(-1)]);
    }
    expect(order).toEqual([
      [50, '0: LEASE 1 joins [2] left []'],
      [4000, '1: LEASE 1 joins [2] left []'],
      [4000, '0: LEASE 1 joins [2] left []'],
      [4000, '1: LEASE 1 joins [2] left []'],
    ]);
    room.commit(ben as RelayTalker);
    room.say(cleo, 'KEYPKG', 'y');
    expect(untilNews(room)[1]).toContain('0: COMMIT 1');
    expect(untilNews(room)[1].at(-1)).toBe('0: LEASE 2 joins [2] left []');
    expect(room.group.passed.size).toBe(0);
    room.commit(ana as RelayTalker, { lease: ana?.heard('LEASE')[0]?.lease ?? new Uint8Array(16) });
    expect(room.news()).toEqual(['0: COMMIT_NO 2']);
  });

  test('goes on to the next when its holder leaves, and stays when the holder breaks: it hears it again', () => {
    const {
      room,
      members: [ana, ben],
    } = groupOf(2);
    room.say(room.join(), 'KEYPKG', 'x');
    room.world.run(60);
    room.news();
    room.leave(ana as RelayTalker);
    expect(room.news()).toEqual(['1: KEYPKG x', '1: LEASE 2 joins [3] left [0]']);
    const { lease } = lastLease(ben as RelayTalker);
    room.cut(ben as RelayTalker);
    room.world.run(1000);
    expect(room.news()).toEqual([]);
    room.comeBack(ben as RelayTalker);
    expect(room.news()).toEqual(['1: KEYPKG x', '1: LEASE 2 joins [3] left [0]']);
    expect(lastLease(ben as RelayTalker).lease).toEqual(lease);
    room.commit(ben as RelayTalker);
    expect([room.room.epoch, room.group.uncovered.size]).toEqual([3, 0]);
  });

  test('ends when its holder asks to be let in itself', () => {
    const {
      room,
      members: [ana],
    } = groupOf(1);
    room.say(room.join(), 'KEYPKG', 'x');
    room.world.run(60);
    room.news();
    room.say(ana as RelayTalker, 'KEYPKG', 'ana');
    expect(room.news()).toEqual(['1: KEYPKG x', '1: KEYPKG ana', '1: LEASE 1 joins [2,0] left []']);
  });

  test('that is given back drops who waited for it, and no other', () => {
    const { room, ana } = groupOf(0);
    const [ben, cleo] = [room.join(), room.join()];
    room.say(ben, 'KEYPKG', 'x');
    room.say(cleo, 'KEYPKG', 'x');
    room.world.run(60);
    room.say(cleo, 'KEYPKG', 'y');
    room.world.run(100);
    room.news();
    room.giveBack(ana);
    expect([room.news(), room.room.epoch]).toEqual([['0: KEYPKG y', '0: LEASE 0 joins [2] left []'], 0]);
    room.giveBack(ana, ana.heard('LEASE')[0]?.lease);
    room.giveBack(ben, lastLease(ana).lease);
    expect(room.news()).toEqual(['0: COMMIT_NO 0', '1: COMMIT_NO 0']);
    room.commit(ana);
    expect(room.room.epoch).toBe(1);
  });
});

describe('a lease for leaves', () => {
  test('comes 2 s after the first of them', () => {
    const { room, members } = groupOf(3);
    room.leave(members[1] as RelayTalker);
    room.world.run(500);
    room.leave(members[2] as RelayTalker);
    expect(untilNews(room)).toEqual([1500, ['0: LEASE 3 joins [] left [1,2]']]);
    room.commit(members[0] as RelayTalker);
    room.world.run(10_000);
    expect(room.news()).toEqual(['0: COMMIT 3', '3: COMMIT 3']);
  });

  test('goes with one for newcomers', () => {
    const { room, members } = groupOf(2);
    room.leave(members[1] as RelayTalker);
    room.say(room.join(), 'KEYPKG', 'x');
    expect(untilNews(room)).toEqual([50, ['0: KEYPKG x', '0: LEASE 2 joins [3] left [1]']]);
  });

  test('names who left while it was let in, and nobody who never was', () => {
    const { room, ana } = groupOf(0);
    const [ben, cleo, dan] = [room.join(), room.join(), room.join()];
    room.say(ben, 'KEYPKG', 'x');
    room.world.run(60);
    room.say(cleo, 'KEYPKG', 'x');
    for (const member of [ben, cleo, dan]) room.leave(member);
    room.commit(ana);
    room.welcome(ana, [ben]);
    room.news();
    expect(untilNews(room)[1]).toEqual(['0: LEASE 1 joins [] left [1]']);
  });

  test('is the host’s alone where there is a host: its leaf alone may remove others', () => {
    const { room, members } = groupOf(2, { hostJoins: true });
    const [host, ana, ben] = members as [RelayTalker, RelayTalker, RelayTalker];
    room.leave(ben);
    expect(untilNews(room)).toEqual([2000, ['0: LEASE 2 joins [] left [2]']]);
    room.say(room.join(), 'KEYPKG', 'x');
    expect(untilNews(room)).toEqual([4000, ['1: KEYPKG x', '1: LEASE 2 joins [3] left []']]);
    room.commit(ana);
    room.news();
    expect(untilNews(room)[1]).toEqual(['0: LEASE 3 joins [] left [2]']);
    room.commit(host);
    expect(room.group.uncovered.size).toBe(0);
  });

  test('counts those who did not come back in time', () => {
    const { room, members } = groupOf(1);
    room.cut(members[1] as RelayTalker);
    room.world.run(limits.awayMs - 1);
    expect(room.news()).toEqual([]);
    room.world.run(1);
    expect(untilNews(room)).toEqual([2000, ['0: LEASE 1 joins [] left [1]']]);
  });

  test('never names more than a frame can hold', () => {
    const { room } = groupOf(0);
    for (let i = 0; i <= limits.membersMost / limits.waiting; i++) {
      const members = Array.from({ length: limits.waiting }, () => room.join());
      for (const member of members) room.say(member, 'KEYPKG', 'x');
      room.world.run(limits.leaseMs);
      for (const member of members) room.leave(member);
      room.world.run(limits.leaseMs);
    }
    expect(room.group.uncovered.size).toBe(limits.membersMost);
    room.world.run(5000);
    expect(lastLease(room.holder()).left).toHaveLength(limits.membersMost);
  });
});

describe('a lease that is asked for', () => {
  test('comes at once, with nothing in it, to who asked', () => {
    const { room, members } = groupOf(2);
    room.ask(members[2] as RelayTalker);
    expect(room.news()).toEqual(['2: LEASE 2 joins [] left []']);
    room.commit(members[2] as RelayTalker);
    expect(room.room.epoch).toBe(3);
  });

  test('takes the leaves with it when its holder would get them anyway', () => {
    const { room, members } = groupOf(2, { hostJoins: true });
    room.leave(members[1] as RelayTalker);
    room.ask(members[2] as RelayTalker);
    expect(room.news()).toEqual(['2: LEASE 2 joins [] left []']);
    room.ask(members[0] as RelayTalker);
    room.commit(members[2] as RelayTalker);
    expect(room.news()).toEqual(['0: COMMIT 2', '0: LEASE 3 joins [] left [1]', '2: COMMIT 2']);
  });

  test('waits for newcomers and leaves that are due, and for another lease; once a place', () => {
    const { room, members } = groupOf(2);
    const [ana, ben, cleo] = members as [RelayTalker, RelayTalker, RelayTalker];
    room.ask(ana);
    room.say(room.join(), 'KEYPKG', 'x');
    room.ask(cleo);
    room.ask(ben);
    room.ask(cleo);
    room.world.run(1000);
    room.news();
    for (const member of [ana, ana, cleo]) room.commit(member);
    const leases = room.news().filter((what) => what.includes('LEASE'));
    expect(leases).toEqual(['0: LEASE 3 joins [3] left []', '1: LEASE 5 joins [] left []', '2: LEASE 4 joins [] left []']);
  });

  test('by who is not in the group, or is behind, is refused; by who goes away it is forgotten', () => {
    const { room, members } = groupOf(1);
    const [ana, ben] = members as [RelayTalker, RelayTalker];
    room.ask(room.join());
    room.ask(ben, 0);
    expect(room.news()).toEqual(['1: COMMIT_NO 1', '2: ERR unsupported']);
    room.ask(ana);
    room.ask(ben);
    room.cut(ben);
    room.commit(ana);
    room.comeBack(ben);
    expect([room.group.asks.size, room.group.lease]).toEqual([0, undefined]);
  });

  test('by who let one run out waits until a commit was taken, as long as another wants one', () => {
    const { room, members } = groupOf(1);
    const [ana, ben] = members as [RelayTalker, RelayTalker];
    room.ask(ana);
    room.ask(ana);
    room.ask(ben);
    room.news();
    expect(untilNews(room)).toEqual([4000, ['1: LEASE 1 joins [] left []']]);
    room.commit(ben);
    expect(room.news()).toEqual(['0: COMMIT 1', '0: LEASE 2 joins [] left []', '1: COMMIT 1']);
  });
});
