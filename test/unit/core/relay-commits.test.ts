import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/protocol/limits.js';
import { connOf, createGroupRoom, lastLease, type GroupRoom } from '../../helpers/group-room.js';
import type { RelayTalker } from '../../helpers/relay-talker.js';

interface Waiting {
  readonly room: GroupRoom;
  readonly ana: RelayTalker;
  readonly ben: RelayTalker;
  readonly cleo: RelayTalker;
  readonly dan: RelayTalker;
}

/** Ana holds a lease for Cleo and Dan; Ben is in the group. */
function waiting(): Waiting {
  const room = createGroupRoom();
  const ana = room.join();
  const ben = room.enter();
  const [cleo, dan] = [room.join(), room.join()];
  for (const member of [cleo, dan]) room.say(member, 'KEYPKG', 'x');
  room.world.run(60);
  room.news();
  return { room, ana, ben, cleo, dan };
}

describe('a commit', () => {
  test('of the lease goes to everybody, and the next epoch begins', () => {
    const { room, ana, dan } = waiting();
    room.commit(ana);
    expect(room.news()).toEqual(['0: COMMIT 1', '1: COMMIT 1', '2: COMMIT 1', '3: COMMIT 1']);
    expect([room.room.epoch, room.group.waiting.size, room.group.lease]).toEqual([2, 0, undefined]);
    expect(dan.received.at(-1)?.body.subarray(0, 16)).toEqual(lastLease(ana).lease);
  });

  const refused: Record<string, (at: Waiting) => void> = {
    'of another lease': ({ room, ana }) => room.commit(ana, { lease: new Uint8Array(16).fill(1) }),
    'of no lease': ({ room, ana }) => room.say(ana, 'COMMIT', 'x'),
    'without a body': ({ room, ana }) => room.say(ana, 'COMMIT', lastLease(ana).lease),
    'of somebody else’s lease': ({ room, ana, ben }) => room.commit(ben, { lease: lastLease(ana).lease }),
    'by who waits': ({ room, ana, cleo }) => room.commit(cleo, { lease: lastLease(ana).lease }),
    'of an epoch before': ({ room, ana }) => room.commit(ana, { epoch: 0 }),
    'of an epoch to come': ({ room, ana }) => room.commit(ana, { epoch: 2 }),
    'of another group': ({ room, ana }) => room.commit(ana, { gen: 1 }),
    'for some only': ({ room, ana, cleo }) => room.commit(ana, { to: [connOf(cleo)] }),
    'of a lease that has run out': ({ room, ana }) => {
      room.world.run(limits.leaseMs);
      room.commit(ana);
    },
  };
  test.each(Object.entries(refused))('%s is refused, and reaches nobody', (_, act) => {
    const at = waiting();
    act(at);
    expect([at.room.room.epoch, at.room.group.waiting.size]).toEqual([1, 2]);
    expect(at.room.news().filter((what) => !/LEASE|KEYPKG/.test(what))).toEqual([expect.stringMatching(/^\d: COMMIT_NO 1$/)]);
    expect(at.room.world.logs.at(-1)).toEqual({ type: 'frame-refused', code: 'commit_no' });
  });

  test('sent again is refused: the first was taken', () => {
    const { room, ana } = waiting();
    room.commit(ana);
    room.commit(ana, { epoch: 1 });
    expect([ana.heard('COMMIT_NO'), room.room.epoch]).toEqual([[{ epoch: 2 }], 2]);
  });

  test('may be larger than any message', () => {
    const { room, ana, ben } = waiting();
    const body = new Uint8Array(limits.frameBytes - 26);
    body.set(lastLease(ana).lease);
    room.say(ana, 'COMMIT', body);
    expect(ben.received.at(-1)?.body.length).toBe(body.length);
  });

  test('counts as any frame does', () => {
    const { room, ben } = waiting();
    for (let i = 0; i < limits.rateRefuse + 5; i++) room.commit(ben, { lease: new Uint8Array(16) });
    expect(ben.errors.at(-1)).toBe('rate');
  });

  test('keeps who has sent another key package meanwhile waiting', () => {
    const { room, ana, cleo } = waiting();
    room.say(cleo, 'KEYPKG', 'again');
    room.commit(ana);
    room.welcome(ana, [cleo]);
    expect([room.group.waiting.size, room.group.members.size]).toEqual([1, 3]);
    room.ask(cleo);
    expect(room.news()).toContain('2: ERR unsupported');
    room.world.run(60);
    expect(room.news()).toEqual(['0: KEYPKG again', '0: LEASE 2 joins [2] left []']);
  });

  test('reaches who was away, with the welcome', () => {
    const { room, ana, cleo, ben } = waiting();
    for (const member of [ben, cleo]) room.cut(member);
    room.commit(ana);
    room.welcome(ana, [cleo]);
    for (const member of [ben, cleo]) room.comeBack(member);
    expect(room.news().filter((what) => /^[12]/.test(what))).toEqual(['1: COMMIT 1', '2: COMMIT 1', '2: WELCOME 1']);
  });
});

describe('a welcome', () => {
  test('goes to those it names and to its sender, who are then in the group', () => {
    const { room, ana, dan } = waiting();
    room.commit(ana);
    room.news();
    room.welcome(ana, [dan]);
    expect(room.news()).toEqual(['0: WELCOME 1', '3: WELCOME 1']);
    room.ask(dan);
    expect(room.news()).toEqual(['3: LEASE 2 joins [] left []']);
  });

  const refused: Record<string, (at: Waiting) => void> = {
    'before its commit': ({ room, ana, cleo }) => room.welcome(ana, [cleo], { epoch: 1 }),
    'by somebody else': ({ room, ana, ben, cleo }) => {
      room.commit(ana);
      room.welcome(ben, [cleo]);
    },
    'to who was not let in': ({ room, ana, ben, cleo }) => {
      room.commit(ana);
      room.welcome(ana, [cleo, ben]);
    },
    'to everybody': ({ room, ana }) => {
      room.commit(ana);
      room.welcome(ana, []);
    },
    'of another epoch': ({ room, ana, cleo }) => {
      room.commit(ana);
      room.welcome(ana, [cleo], { epoch: 2 });
    },
    'of another group': ({ room, ana, cleo }) => {
      room.commit(ana);
      room.welcome(ana, [cleo], { gen: 1 });
    },
    'after a commit that came later': ({ room, ana, ben, cleo }) => {
      room.ask(ben);
      room.commit(ana);
      room.commit(ben);
      room.welcome(ana, [cleo], { epoch: 1 });
    },
  };
  test.each(Object.entries(refused))('%s is refused', (_, act) => {
    const at = waiting();
    act(at);
    const heard = at.room.news();
    expect(heard.filter((what) => /WELCOME|ERR/.test(what))).toEqual([expect.stringMatching(/ERR unsupported$/)]);
    expect(at.room.group.members.size).toBe(2);
  });

  test('is taken once', () => {
    const { room, ana, cleo, dan } = waiting();
    room.commit(ana);
    room.welcome(ana, [cleo]);
    room.welcome(ana, [dan]);
    expect([ana.errors, dan.received.filter(({ type }) => type === 'WELCOME')]).toEqual([['unsupported'], []]);
  });
});

describe('when the order is decided elsewhere', () => {
  test('a commit counts from its place on, and its welcome stands behind it', () => {
    const { room, ana, cleo, ben } = waiting();
    room.world.holdOrder(true);
    room.commit(ana);
    room.say(ana, 'WELCOME', 'x', { to: [connOf(cleo)] });
    room.say(ben, 'APP', 'old');
    room.commit(ana);
    expect([room.room.epoch, room.news()]).toEqual([1, ['0: COMMIT_NO 1']]);
    // The commit is on its way: the lease does not run out.
    room.world.run(limits.leaseMs + 1);
    room.world.holdOrder(false);
    room.world.pump();
    expect(room.news()).toEqual(['0: COMMIT 1', '0: WELCOME 1', '1: COMMIT 1', '2: COMMIT 1', '2: WELCOME 1', '3: COMMIT 1']);
    expect([ben.texts, room.group.members.size]).toEqual([['old'], 3]);
  });

  test('a commit of who left before its place came is dropped', () => {
    const { room, ana, cleo } = waiting();
    room.world.holdOrder(true);
    room.commit(ana);
    room.say(ana, 'WELCOME', 'x', { to: [connOf(cleo)] });
    room.leave(ana);
    room.world.holdOrder(false);
    room.world.pump();
    expect(room.news()).toEqual(['1: KEYPKG x', '1: KEYPKG x', '1: LEASE 1 joins [2,3] left [0]']);
    expect([room.room.epoch, room.world.state.departed.size]).toEqual([1, 0]);
  });

  test('a commit and its welcome are refused when another was first', () => {
    const { room, ana, cleo } = waiting();
    room.world.holdOrder(true);
    room.commit(ana);
    room.say(ana, 'WELCOME', 'x', { to: [connOf(cleo)] });
    room.room.epoch += 1;
    room.world.holdOrder(false);
    room.world.pump();
    expect(room.news()).toEqual(['0: COMMIT_NO 2', '0: ERR unsupported']);
  });

  test('what is of a group that was replaced meanwhile reaches nobody', () => {
    const { room, ana, ben, cleo } = waiting();
    room.world.holdOrder(true);
    room.commit(ana);
    room.say(ben, 'APP', 'late');
    room.world.run(limits.resetAskMs);
    for (const member of [ana, ben]) member.say('RESET', { gen: 0 });
    room.world.pump();
    // Four are here, three must agree.
    expect(room.room.gen).toBe(0);
    room.leave(ana);
    room.leave(ben);
    expect(room.room.gen).toBe(1);
    cleo.hello();
    room.world.pump();
    room.world.holdOrder(false);
    room.world.pump();
    expect(room.news().filter((what) => /COMMIT/.test(what))).toEqual([]);
    expect([room.room.epoch, room.world.counts().bufferedBytes, cleo.texts]).toEqual([0, 0, []]);
  });
});

describe('a private frame', () => {
  test('goes to one and to its sender, in the order, and is kept for who is away', () => {
    const { room, ana, ben, cleo } = waiting();
    room.cut(ben);
    room.say(ana, 'DM', 'psst', { to: [connOf(ben)] });
    room.comeBack(ben);
    const dms = [ana, ben, cleo].map((member) => member.received.filter(({ type }) => type === 'DM').map(({ seq }) => seq));
    expect(dms).toEqual([[3], [3], []]);
  });

  test.each([0, 2])('to %i is refused, and so is one of another epoch', (count) => {
    const { room, ana, ben, cleo } = waiting();
    room.say(ana, 'DM', 'x', { to: [ben, cleo].slice(0, count).map(connOf) });
    room.say(ana, 'DM', 'x', { to: [connOf(ben)], epoch: 9 });
    expect([ana.errors, ben.received.some(({ type }) => type === 'DM')]).toEqual([['unsupported', 'epoch'], false]);
  });
});

describe('a message', () => {
  test('of the last epochs is taken, of an older or a later one not', () => {
    const { room, ana, ben } = waiting();
    for (let i = 0; i < 4; i++) {
      if (i > 0) room.ask(ana);
      room.commit(ana);
    }
    for (const epoch of [2, 3, 4, 5, 6]) room.say(ana, 'APP', String(epoch), { epoch });
    expect([room.room.epoch, ben.texts, ana.errors]).toEqual([5, ['3', '4', '5'], ['epoch', 'epoch']]);
  });
});
