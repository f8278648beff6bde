import { describe, expect, test } from 'vitest';
import { encodeFrame } from '../../../src/protocol/frame.js';
import { ids, type ConnId } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';
import type { RelayTalker } from '../../helpers/relay-talker.js';
import { createRelayRoom } from '../../helpers/relay-room.js';

const CHUNK = 60_000;
/** Within the credit. */
const AT_ONCE = Math.floor(limits.bulkCredit / (CHUNK + 26));
const chunk = (epoch = 0): Uint8Array => encodeFrame({ type: 'BULK', gen: 0, epoch, seq: 0, to: [], body: new Uint8Array(CHUNK) });
const bulks = (member: RelayTalker): readonly number[] =>
  member.received.filter((frame) => frame.type === 'BULK').map((frame) => frame.seq);
const credit = (member: RelayTalker): number =>
  member.heard('NOTICE').reduce((sum, { code, bytes }) => sum + (code === 'credit' ? (bytes ?? 0) : 0), 0);
const connOf = (member: RelayTalker): ConnId => member.conn ?? ids.conn(new Uint8Array(16));

describe('file chunks', () => {
  test('go to the others only, without a number, and are not kept', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const [ana, ben, cleo] = [join(), join(), join()];
    cut(cleo);
    ana.frame('BULK', new Uint8Array(CHUNK));
    world.pump();
    comeBack(cleo);
    expect([bulks(ana), bulks(ben), bulks(cleo)]).toEqual([[], [0], []]);
    expect(world.counts()).toMatchObject({ bufferedBytes: 0 });
  });

  test('go to those named, each once', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben, cleo] = [join(), join(), join()];
    ana.frame('BULK', new Uint8Array(CHUNK), [connOf(ben), connOf(ben), connOf(ana)]);
    world.pump();
    expect([bulks(ana), bulks(ben), bulks(cleo)]).toEqual([[], [0], []]);
  });

  test('beyond the credit are refused, and taken again when the earlier ones have left', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    const effects: number[] = [];
    world.onEffect = (effect) => void (effect.type === 'broadcast' && effects.push(effect.links.length));
    for (let i = 0; i < AT_ONCE + 1; i++) world.event({ type: 'frame', link: 1, bytes: chunk() });
    expect(effects).toEqual(Array<number>(AT_ONCE).fill(1));
    world.pump();
    expect([ana.errors, credit(ana), bulks(ben).length]).toEqual([['credit'], AT_ONCE * (CHUNK + 26), AT_ONCE]);
    ana.frame('BULK', new Uint8Array(CHUNK));
    world.pump();
    expect([ana.errors.length, bulks(ben).length]).toEqual([1, AT_ONCE + 1]);
  });

  test('within the credit never meet the rate', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    for (let i = 0; i < 500; i++) {
      ana.frame('BULK', new Uint8Array(CHUNK));
      world.pump();
    }
    expect([ana.errors, bulks(ben).length]).toEqual([[], 500]);
  });

  test('with nobody to get them give their credit back at once', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    ben.say('LEFT', {});
    world.pump();
    for (let i = 0; i < 10; i++) ana.frame('BULK', new Uint8Array(CHUNK));
    world.pump();
    expect([ana.errors, credit(ana)]).toEqual([[], 10 * (CHUNK + 26)]);
  });

  test('for 64 cost the credit of one, go to each of them once and to nobody else, and give it back when the last has them', () => {
    const { world, join } = createRelayRoom({ max: 100 });
    const members = Array.from({ length: 70 }, join);
    const [ana, ...others] = members as [RelayTalker, ...RelayTalker[]];
    const named = others.slice(0, limits.toCount);
    const frame = encodeFrame({ type: 'BULK', gen: 0, epoch: 0, seq: 0, to: named.map(connOf), body: new Uint8Array(57_380) });
    const atOnce = Math.floor(limits.bulkCredit / frame.length);
    for (let i = 0; i < atOnce; i++) ana.send(frame);
    while (bulks(named[0] as RelayTalker).length < 1) world.step();
    expect(credit(ana)).toBeLessThan(frame.length * atOnce);
    world.pump();
    expect([ana.errors, credit(ana)]).toEqual([[], frame.length * atOnce]);
    expect(others.map((member) => bulks(member).length)).toEqual(others.map((member) => (named.includes(member) ? atOnce : 0)));
  });

  test('give the credit back when a receiver breaks before it has them', () => {
    const { world, join } = createRelayRoom();
    const [ana] = [join(), join()];
    world.event({ type: 'frame', link: 1, bytes: chunk() });
    world.breakLink(2);
    world.pump();
    expect(credit(ana)).toBe(CHUNK + 26);
  });

  test('never give back more than there was', () => {
    const { world, join } = createRelayRoom();
    const [ana] = [join(), join()];
    world.event({ type: 'drained', link: 1, bytes: 10 * limits.bulkCredit });
    world.event({ type: 'drained', link: 99, bytes: 1 });
    world.pump();
    expect(credit(ana)).toBe(0);
  });

  test('of another state are refused', () => {
    const { world, join } = createRelayRoom();
    const ana = join();
    ana.send(chunk(7));
    world.pump();
    expect(ana.errors).toEqual(['epoch']);
  });

  test('that are tiny count as any frame, and so do those without credit', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben, cleo] = [join(), join(), join()];
    for (let i = 0; i < limits.rateRefuse; i++) ana.frame('BULK', 'x');
    world.pump();
    expect([bulks(cleo).length, ana.errors]).toEqual([limits.rateRefuse - 1, ['rate']]);
    for (let i = 0; i < 40; i++) world.event({ type: 'frame', link: 2, bytes: chunk() });
    world.pump();
    expect(new Set(ben.errors)).toEqual(new Set(['credit', 'rate', 'flood']));
    expect(ben.closedWith).toBe(4007);
  });
});
