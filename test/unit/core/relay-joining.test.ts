import { describe, expect, test } from 'vitest';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import { limits } from '../../../src/protocol/limits.js';
import { decodeUtf8 } from '../../../src/protocol/utf8.js';
import { openFrame, RelayTalker, roomKey } from '../../helpers/relay-talker.js';
import { createRelayRoom } from '../../helpers/relay-room.js';

const roomId = (n: number): Uint8Array => Uint8Array.from({ length: 16 }, (_, i) => (i < 2 ? (n >> (8 * i)) & 255 : 0));

describe('joining a room', () => {
  test('HELLO with the capability gives a place', () => {
    const { join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    expect(ana.heard('HELLO_OK')).toMatchObject([{ n: 0, first: true, pending: false, gen: 0, epoch: 0, seq: 0 }]);
    expect(ben.heard('HELLO_OK')).toMatchObject([{ n: 1, first: false }]);
    expect(ben.conn).not.toBe(ana.conn);
    expect(ben.token).not.toEqual(ana.token);
  });

  test('`first` is not said while a place is kept', () => {
    const { world, join, cut } = createRelayRoom();
    cut(join());
    expect(join().heard('HELLO_OK')).toMatchObject([{ n: 0, first: false }]);
    expect(world.counts()).toMatchObject({ members: 2 });
  });

  test('an unknown room and a wrong capability get the same answer', () => {
    const { world, key, stranger } = createRelayRoom();
    const [wrongRoom, wrongCap] = [stranger(), stranger()];
    wrongRoom.hello({ ...key, room: roomKey(2).room });
    wrongCap.hello({ ...key, cap: roomKey(2).cap });
    world.pump();
    for (const member of [wrongRoom, wrongCap]) {
      expect(member.received).toEqual(wrongRoom.received);
      expect([member.errors, member.closedWith]).toEqual([['refused'], 4003]);
    }
    expect(world.logs.slice(-4)).toContainEqual({ type: 'connection-refused', code: 4003 });
    expect(world.counts()).toMatchObject({ links: 1, members: 0 });
  });

  test('RESUME with a wrong capability is refused too', () => {
    const { world, stranger } = createRelayRoom();
    const member = stranger();
    member.resume({ cap: roomKey(2).cap });
    world.pump();
    expect([member.errors, member.closedWith]).toEqual([['refused'], 4003]);
  });

  test('a ticket is taken without a word', () => {
    const { world, key, stranger } = createRelayRoom();
    const member = stranger();
    member.say('HELLO', { ...key, ticket: new Uint8Array(16) });
    world.pump();
    expect(member.heard('HELLO_OK')).toHaveLength(1);
  });

  test('a full room says so, and is open again when someone has left', () => {
    const { world, join, stranger } = createRelayRoom({ max: 2 });
    const [ana] = [join(), join()];
    const late = join();
    expect([late.errors, late.closedWith]).toEqual([['full'], 4004]);
    ana.say('LEFT', {});
    world.pump();
    const next = stranger();
    next.hello();
    world.pump();
    expect(next.heard('HELLO_OK')).toHaveLength(1);
  });

  test('the place that is away longest makes room for a newcomer', () => {
    const { world, join, cut } = createRelayRoom({ max: 3 });
    const [ana, ben, cleo] = [join(), join(), join()];
    cut(ben);
    world.run(1);
    cut(cleo);
    const dora = join();
    expect(dora.heard('HELLO_OK')).toHaveLength(1);
    expect(ana.news).toEqual([`away:${ben.conn}`, `away:${cleo.conn}`, `removed:${ben.conn}`]);
    expect(world.counts()).toMatchObject({ members: 3 });
  });

  test('those inside are told of each newcomer before anything of it, and it is told whose places there are', () => {
    const { world, join, cut } = createRelayRoom({ max: 5 });
    const [ana, ben] = [join(), join()];
    cut(ben);
    const cleo = join();
    cleo.frame('APP', 'first');
    world.pump();
    const came = ana.received.findIndex((frame) => frame.type === 'NOTICE' && decodeUtf8(frame.body)?.includes('"came"'));
    expect(came).toBeGreaterThanOrEqual(0);
    expect(ana.heard('NOTICE').filter(({ code }) => code === 'came')).toHaveLength(2);
    expect(ana.received.findIndex((frame) => frame.type === 'APP')).toBeGreaterThan(came);
    expect(cleo.heard('HELLO_OK')).toMatchObject([{ here: expect.arrayContaining([ana.conn]), away: [ben.conn] }]);
  });

  test('newcomers that come faster than any crowd are told to wait, those inside are not bothered', () => {
    const { world, join } = createRelayRoom({ max: 500 });
    const ana = join();
    const errors: string[] = [];
    for (let n = 0; n < limits.arrivals + 5; n++) {
      const guest = join();
      errors.push(...guest.errors);
      if (guest.errors.length === 0) guest.say('LEFT', {});
      world.pump();
    }
    expect([...new Set(errors)]).toEqual(['rate']);
    ana.frame('APP', 'still here');
    world.pump();
    expect(ana.texts).toEqual(['still here']);
  });

  test('what a member has sent counts against it after a break, too', () => {
    const { world, join, cut, comeBack } = createRelayRoom({ max: 5 });
    const ana = join();
    for (let n = 0; n < limits.rateRefuse - 20; n++) ana.frame('APP', 'x');
    world.pump();
    cut(ana);
    comeBack(ana);
    for (let n = 0; n < 40; n++) ana.frame('APP', 'y');
    world.pump();
    expect(ana.errors).toContain('rate');
  });

  test('a room with fewer places than before lets nobody in until enough have left', () => {
    const { world, key, host, join, cut } = createRelayRoom({ max: 3 });
    const [ana, ben] = [join(), join(), join()];
    cut(ben);
    host.send(openFrame(key, 2));
    world.pump();
    expect(join().errors).toEqual(['full']);
    ana.say('LEFT', {});
    world.pump();
    expect(join().heard('HELLO_OK')).toHaveLength(1);
    expect(world.counts()).toMatchObject({ members: 2 });
  });

  test('a second HELLO on the same connection is a protocol error', () => {
    const { world, join } = createRelayRoom();
    const ana = join();
    ana.hello();
    world.pump();
    expect([ana.errors, ana.closedWith]).toEqual([['bad_frame'], 4001]);
  });

  test.each(['HELLO', 'RESUME', 'LEFT', 'PING'] as const)('%s with a body that is not its own is a protocol error', (type) => {
    const { world, join, stranger } = createRelayRoom();
    const member = type === 'HELLO' || type === 'RESUME' ? stranger() : join();
    const frame = controlFrame('PONG', { t: 1 });
    frame[1] = controlFrame(type, {} as never)[1] as number;
    if (type === 'PING' || type === 'LEFT') frame.fill(0x20, frame.length - 2);
    member.send(frame);
    world.pump();
    expect([member.errors, member.closedWith]).toEqual([['bad_frame'], 4001]);
  });
});

describe('opening a room', () => {
  test('is possible from inside only', () => {
    const { world, key, join, stranger } = createRelayRoom();
    for (const member of [stranger(), join()]) {
      member.send(openFrame(key, 1));
      world.pump();
      expect([member.errors, member.closedWith]).toEqual([['bad_frame'], 4001]);
    }
  });

  test('gives many rooms that do not hear each other', () => {
    const { world, host, join } = createRelayRoom();
    const other = roomKey(2);
    host.send(openFrame(other));
    const stranger = new RelayTalker(world.connect, other);
    world.pump();
    stranger.hello();
    const ana = join();
    ana.frame('APP', 'here');
    stranger.frame('APP', 'there');
    world.pump();
    expect([ana.texts, stranger.texts]).toEqual([['here'], ['there']]);
    expect(stranger.heard('HELLO_OK')).toMatchObject([{ first: true }]);
  });

  test('a lock keeps newcomers out, not those who come back; everybody hears of it once', () => {
    const { world, key, host, join, cut, comeBack } = createRelayRoom({ hostJoins: true });
    const [ana, ben] = [join(), join()];
    for (const locked of [true, true]) host.send(openFrame(key, 150, locked));
    world.pump();
    const late = join();
    expect([late.errors, late.closedWith]).toEqual([['locked'], 4005]);
    cut(ben);
    comeBack(ben);
    expect(ben.heard('RESUMED')).toHaveLength(1);
    host.send(openFrame(key, 150, false));
    world.pump();
    expect(ana.news.filter((item) => item.includes('lock'))).toEqual(['locked', 'unlocked']);
    expect(host.news.filter((item) => item.includes('lock'))).toEqual(['locked', 'unlocked']);
    expect(join().heard('HELLO_OK')).toHaveLength(1);
  });

  test.each([0, limits.membersMost + 1])('for %i members is refused', (max) => {
    const { world, host } = createRelayRoom();
    host.send(openFrame(roomKey(2), max));
    world.pump();
    expect(host.errors).toEqual(['bad_frame']);
    expect(world.counts()).toMatchObject({ rooms: 1 });
  });

  test('does not change whose room it is', () => {
    const { world, key, host, join } = createRelayRoom();
    host.send(openFrame({ ...key, cap: roomKey(2).cap }));
    world.pump();
    expect(host.errors).toEqual(['bad_frame']);
    expect(join().heard('HELLO_OK')).toHaveLength(1);
  });

  test('has an end at the number of rooms', () => {
    const { world, host } = createRelayRoom();
    for (let n = 1; n < limits.rooms; n++) host.send(openFrame({ ...roomKey(), room: roomId(n) }));
    world.pump();
    expect([host.errors, world.counts().rooms]).toEqual([[], limits.rooms]);
    host.send(openFrame({ ...roomKey(), room: roomId(limits.rooms) }));
    world.pump();
    expect([host.errors, world.counts().rooms]).toEqual([['full'], limits.rooms]);
  });
});
