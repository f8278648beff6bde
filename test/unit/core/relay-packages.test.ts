import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/protocol/limits.js';
import { lastLease } from '../../helpers/group-room.js';
import { groupOf, untilNews } from '../../helpers/lease-room.js';
import type { RelayTalker } from '../../helpers/relay-talker.js';

describe('key packages', () => {
  test('go to one member, who was first, in their order and before the LEASE that names them', () => {
    const { room } = groupOf(1);
    const [cleo, dan] = [room.join(), room.join()];
    room.say(dan, 'KEYPKG', 'dan');
    room.say(cleo, 'KEYPKG', 'cleo');
    expect(untilNews(room)).toEqual([50, ['0: KEYPKG dan', '0: KEYPKG cleo', '0: LEASE 1 joins [3,2] left []']]);
    expect(room.world.counts().bufferedBytes).toBeGreaterThan(0);
  });

  test('wait 50 ms from the first of them, 250 ms in a rush', () => {
    const { room } = groupOf(0);
    for (let i = 0; i < 3; i++) {
      room.say(room.join(), 'KEYPKG', String(i));
      room.world.run(20);
    }
    expect(room.news().at(-1)).toBe('0: LEASE 0 joins [1,2,3] left []');
    const rush = groupOf(0).room;
    for (let i = 0; i <= limits.leaseMany; i++) rush.say(rush.join(), 'KEYPKG', String(i));
    const [ms, news] = untilNews(rush);
    expect([ms, news.length]).toEqual([250, limits.leaseMany + 2]);
  });

  test('are replaced by a newer one of the same place, which is then the last', () => {
    const { room } = groupOf(0);
    const [ben, cleo] = [room.join(), room.join()];
    room.say(ben, 'KEYPKG', 'old');
    room.say(cleo, 'KEYPKG', 'cleo');
    room.say(ben, 'KEYPKG', 'new');
    expect(untilNews(room)[1]).toEqual(['0: KEYPKG cleo', '0: KEYPKG new', '0: LEASE 0 joins [2,1] left []']);
  });

  test('of another group are refused, of any epoch taken', () => {
    const { room } = groupOf(0);
    const ben = room.join();
    room.say(ben, 'KEYPKG', 'x', { gen: 1 });
    room.say(ben, 'KEYPKG', 'x', { epoch: 9 });
    expect(untilNews(room)[1]).toEqual(['1: ERR epoch']);
    expect(untilNews(room)[1].at(-1)).toBe('0: LEASE 0 joins [1] left []');
  });

  test('beyond 64 are refused for a while; who waits already may send another', () => {
    const { room } = groupOf(0);
    const waiting = Array.from({ length: limits.waiting + 1 }, () => room.join());
    for (const member of waiting) room.say(member, 'KEYPKG', 'x');
    room.say(waiting[0] as RelayTalker, 'KEYPKG', 'y');
    expect(waiting.at(-1)?.heard('ERR')).toEqual([{ code: 'rate', retryMs: limits.leaseManyMs }]);
    expect([waiting[0]?.errors, room.group.waiting.size]).toEqual([[], limits.waiting]);
    room.world.run(1000);
    expect(lastLease(room.holder()).joins).toHaveLength(limits.waiting);
  });

  test.each(['away', 'left'] as const)('of who is %s are dropped', (how) => {
    const { room } = groupOf(0);
    const ben = room.join();
    room.say(ben, 'KEYPKG', 'x');
    if (how === 'away') room.cut(ben);
    else room.leave(ben);
    room.world.run(3000);
    expect([room.news(), room.group.waiting.size, room.world.counts().bufferedBytes]).toEqual([[], 0, 0]);
  });

  test('that are too large are a protocol error', () => {
    const { room } = groupOf(0);
    const ben = room.join();
    room.say(ben, 'KEYPKG', new Uint8Array(limits.keyPackageBytes + 1));
    expect([ben.errors, ben.closedWith]).toEqual([['bad_frame'], 4001]);
  });

  test('are kept as copies', () => {
    const { room } = groupOf(0);
    room.join();
    const large = new Uint8Array(60_000);
    const frame = large.subarray(100, 126);
    frame.set([1, 1]);
    room.world.event({ type: 'frame', link: 2, bytes: frame });
    expect([...room.group.waiting.values()].map(({ frame: kept }) => kept.buffer.byteLength)).toEqual([26]);
  });
});
