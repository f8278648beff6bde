import { describe, expect, test } from 'vitest';
import { ids, type ConnId } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';
import { RelayTalker } from '../../helpers/relay-talker.js';
import { createRelayRoom } from '../../helpers/relay-room.js';

const connOf = (member: RelayTalker): ConnId => member.conn ?? ids.conn(new Uint8Array(16));

describe('a place', () => {
  test('is kept when the connection breaks, and the others hear of it', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    cut(ben);
    expect(world.counts()).toMatchObject({ links: 2, members: 2 });
    comeBack(ben);
    expect(ana.news).toEqual([`away:${ben.conn}`, `back:${ben.conn}`]);
    expect(ben.news).toEqual([]);
  });

  test('is free at once after LEFT, and after a close with 1000', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben, cleo] = [join(), join(), join()];
    ben.say('LEFT', {});
    cleo.transport.close(1000);
    world.pump();
    expect(ben.closedWith).toBe(1000);
    expect([...ana.news].toSorted()).toEqual([`left:${ben.conn}`, `left:${cleo.conn}`].toSorted());
    expect(world.counts()).toMatchObject({ members: 1 });
    expect(world.logs.filter((event) => event.type === 'member-left')).toHaveLength(2);
  });

  test('is kept after any other close', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    ben.transport.close(1001);
    world.pump();
    expect(ana.news).toEqual([`away:${ben.conn}`]);
    expect(world.logs).toContainEqual({ type: 'connection-closed', code: 1001 });
  });

  test('is gone after the away time, and not before', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    cut(ben);
    world.run(limits.awayMs - 1);
    expect(ana.news).toEqual([`away:${ben.conn}`]);
    world.run(1);
    expect(ana.news).toEqual([`away:${ben.conn}`, `gone:${ben.conn}`]);
    comeBack(ben);
    expect([ben.errors, ben.closedWith]).toEqual([['resume_refused'], undefined]);
    expect(world.logs).toContainEqual({ type: 'member-left', why: 'gone', members: 1 });
  });
});

describe('RESUME', () => {
  test('brings exactly what was missed: for all, for this member, and its own', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const [ana, ben, cleo] = [join(), join(), join()];
    ana.frame('APP', 'before');
    world.pump();
    world.hooks.toMember = (bytes, wire) => (wire.link === 2 ? [] : [bytes]);
    ben.frame('APP', 'own, echo lost');
    ben.frame('APP', 'own to cleo, echo lost', [connOf(cleo)]);
    world.pump();
    world.hooks.toMember = (bytes) => [bytes];
    cut(ben);
    ana.frame('APP', 'all');
    ana.frame('APP', 'for cleo', [connOf(cleo)]);
    ana.frame('APP', 'for ben', [connOf(ben)]);
    world.pump();
    ben.received.length = 0;
    comeBack(ben);
    expect(ben.received.map((frame) => frame.type)).toEqual(['RESUMED', 'APP', 'APP', 'APP', 'APP']);
    expect(ben.texts).toEqual(['own, echo lost', 'own to cleo, echo lost', 'all', 'for ben']);
    expect(ben.seqs).toEqual([2, 3, 4, 6]);
    ana.frame('APP', 'after');
    world.pump();
    expect(ben.texts.at(-1)).toBe('after');
  });

  test('says who is here and who is away', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const [ana, ben, cleo] = [join(), join(), join()];
    cut(ben);
    cut(cleo);
    ana.frame('APP', 'one');
    world.pump();
    comeBack(ben);
    expect(ben.heard('RESUMED')).toMatchObject([{ here: [ana.conn], away: [cleo.conn], gen: 0, epoch: 0, seq: 1 }]);
    expect(world.logs).toContainEqual({ type: 'member-resumed', members: 3 });
  });

  test('does not bring what was said before the member came', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const ana = join();
    ana.frame('APP', 'early');
    world.pump();
    const ben = join();
    cut(ben);
    ben.seq = 0;
    comeBack(ben);
    expect([ben.heard('RESUMED').length, ben.texts]).toEqual([1, []]);
  });

  test('works again and again, each time with the newest token only', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    const first = ben.token ?? new Uint8Array(16);
    for (let i = 0; i < 3; i++) {
      cut(ben);
      comeBack(ben);
      ben.say('PING', { t: i });
      world.pump();
    }
    expect([ben.heard('RESUMED').length, ben.errors]).toEqual([3, []]);
    cut(ben);
    ben.token = first;
    comeBack(ben);
    expect([ben.errors, ben.closedWith]).toEqual([['resume_refused'], undefined]);
    expect(ana.news.at(-1)).toBe(`away:${ben.conn}`);
  });

  test('accepts the old token while the answer with the new one may be lost', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const ben = join();
    const old = ben.token;
    for (let i = 0; i < 3; i++) {
      cut(ben);
      comeBack(ben);
      ben.token = old;
    }
    expect([ben.heard('RESUMED').length, ben.errors]).toEqual([3, []]);
    ben.say('PING', { t: 1 });
    world.pump();
    cut(ben);
    comeBack(ben);
    expect(ben.errors).toEqual(['resume_refused']);
  });

  test('closes the older connection of the same place, and nobody hears of a break', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    const older = ben.transport;
    const again = new RelayTalker(world.connect);
    Object.assign(again, { conn: ben.conn, token: ben.token, seq: ben.seq });
    world.pump();
    again.resume();
    world.pump();
    expect([again.heard('RESUMED').length, ben.closedWith]).toEqual([1, 4009]);
    older.send(new Uint8Array(26));
    ana.frame('APP', 'once');
    world.pump();
    expect([again.texts, ben.texts, ana.news]).toEqual([['once'], [], []]);
    expect(world.counts()).toMatchObject({ members: 2, links: 3 });
  });

  test('after the buffer lost something of it: a gap, and HELLO on the same connection', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    cut(ben);
    for (let i = 0; i < 80; i++) {
      ana.frame('APP', new Uint8Array(60_000));
      world.run(3000);
    }
    expect(ana.errors).toEqual([]);
    comeBack(ben);
    expect([ben.errors, ben.heard('RESUMED'), ben.closedWith]).toEqual([['resume_gap'], [], undefined]);
    expect(ana.news).toEqual([`away:${ben.conn}`, `gone:${ben.conn}`]);
    ben.hello();
    world.pump();
    expect(ben.heard('HELLO_OK')).toHaveLength(2);
    expect(world.counts()).toMatchObject({ members: 2 });
  });

  test('no gap when what was lost was for others', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const [ana, ben, cleo] = [join(), join(), join()];
    cut(ben);
    for (let i = 0; i < 80; i++) {
      ana.frame('APP', new Uint8Array(60_000), [connOf(cleo)]);
      world.run(3000);
    }
    cut(cleo);
    cleo.seq = 0;
    comeBack(ben);
    comeBack(cleo);
    expect([ben.errors, ben.heard('RESUMED').length]).toEqual([[], 1]);
    expect(cleo.errors).toEqual(['resume_gap']);
  });

  test('a gap closes the older connection too', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    for (let i = 0; i < 80; i++) {
      ana.frame('APP', new Uint8Array(60_000));
      world.run(3000);
    }
    const again = new RelayTalker(world.connect);
    Object.assign(again, { conn: ben.conn, token: ben.token, seq: 0 });
    world.pump();
    again.resume();
    world.pump();
    expect([again.errors, ben.closedWith, ana.news]).toEqual([['resume_gap'], 4009, [`gone:${ben.conn}`]]);
  });

  test('with an unknown place or token is refused, and HELLO works on the same connection', () => {
    const { world, join, stranger, cut } = createRelayRoom();
    const ben = join();
    cut(ben);
    const [noPlace, noToken] = [stranger(), stranger()];
    noPlace.resume();
    noToken.resume({ conn: ids.bytes(connOf(ben)) });
    world.pump();
    expect(noToken.received).toEqual(noPlace.received);
    for (const member of [noPlace, noToken]) {
      expect([member.errors, member.closedWith]).toEqual([['resume_refused'], undefined]);
      member.hello();
      world.pump();
      expect(member.heard('HELLO_OK')).toHaveLength(1);
    }
  });

  test('cannot be tried for ever: by number, and by time', () => {
    const { world, stranger } = createRelayRoom();
    const [many, slow] = [stranger(), stranger()];
    for (let i = 0; i < limits.rateClose + 1; i++) many.resume();
    slow.resume();
    world.pump();
    expect([many.errors.at(-1), many.closedWith, slow.closedWith]).toEqual(['flood', 4007, undefined]);
    expect(many.errors.filter((code) => code === 'resume_refused')).toHaveLength(limits.rateRefuse);
    world.run(limits.helloMs);
    expect([slow.errors.at(-1), slow.closedWith]).toEqual(['hello_late', 4002]);
  });

  test('is a protocol error for who has a place', () => {
    const { world, join } = createRelayRoom();
    const ana = join();
    ana.resume();
    world.pump();
    expect([ana.errors, ana.closedWith]).toEqual([['bad_frame'], 4001]);
  });
});
