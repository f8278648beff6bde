import { describe, expect, test } from 'vitest';
import type { RelayEffect } from '../../../src/core/relay/relay-effect.js';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import { encodeFrame, type Frame } from '../../../src/protocol/frame.js';
import { ids } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';
import { createRelayRoom } from '../../helpers/relay-room.js';

const app = (change: Partial<Frame> = {}): Uint8Array =>
  encodeFrame({ type: 'APP', gen: 0, epoch: 0, seq: 0, to: [], body: new Uint8Array(3), ...change });

describe('a message', () => {
  test('reaches everybody once, its sender too, with rising numbers', () => {
    const { world, host, join } = createRelayRoom({ hostJoins: true });
    const [ana, ben] = [join(), join()];
    ana.frame('APP', 'one');
    world.pump();
    ben.frame('APP', 'two');
    world.pump();
    for (const member of [host, ana, ben])
      expect([member.texts, member.seqs]).toEqual([
        ['one', 'two'],
        [1, 2],
      ]);
  });

  test('for some reaches them and its sender, each once, and nobody else', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben, cleo] = [join(), join(), join()];
    const [a, b] = [ana.conn ?? ids.conn(new Uint8Array(16)), ben.conn ?? ids.conn(new Uint8Array(16))];
    ana.frame('APP', 'both', [b, b, a]);
    ana.frame('APP', 'ben', [b]);
    ana.frame('APP', 'nobody', [ids.conn(new Uint8Array(16))]);
    world.pump();
    expect([ana.texts, ben.texts, cleo.texts]).toEqual([['both', 'ben', 'nobody'], ['both', 'ben'], []]);
    expect(ana.seqs).toEqual([1, 2, 3]);
  });

  test('keeps the bytes of its body as they are', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    const body = Uint8Array.from({ length: 5000 }, (_, i) => i & 255);
    ana.frame('APP', body);
    world.pump();
    expect(ben.received.at(-1)).toMatchObject({ type: 'APP', body, to: [], gen: 0, epoch: 0 });
  });

  test.each([{ epoch: 1 }, { gen: 1 }])('of a state that is not current is refused: %o', (change) => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    ana.send(app(change));
    world.pump();
    expect([ana.errors, ana.closedWith, ben.seqs]).toEqual([['epoch'], undefined, []]);
  });

  test('with a number of its own, too large a body or too many receivers is a protocol error', () => {
    const nobody = ids.conn(new Uint8Array(16));
    const to = Array.from({ length: limits.toCount + 1 }, () => nobody);
    for (const change of [{ seq: 1 }, { body: new Uint8Array(limits.appFrameBytes + 1) }, { to }]) {
      const { world, join } = createRelayRoom();
      const [ana, ben] = [join(), join()];
      ana.send(app(change));
      world.pump();
      expect([ana.errors, ana.closedWith, ben.seqs]).toEqual([['bad_frame'], 4001, []]);
    }
  });

  test('of the largest size and number of receivers passes', () => {
    const { world, join } = createRelayRoom();
    const members = Array.from({ length: limits.toCount + 1 }, () => join());
    const [ana, ...others] = members;
    const to = others.flatMap((member) => member.conn ?? []);
    ana?.send(app({ to, body: new Uint8Array(limits.appFrameBytes) }));
    world.pump();
    expect(members.map((member) => member.seqs)).toEqual(members.map(() => [1]));
  });

  test('whose place in the order comes after its sender broke or left is still delivered', () => {
    for (const leave of [true, false]) {
      const { world, join, cut, comeBack } = createRelayRoom();
      const [ana, ben] = [join(), join()];
      world.holdOrder(true);
      ana.frame('APP', 'late');
      world.pump();
      if (leave) ana.say('LEFT', {});
      else cut(ana);
      world.pump();
      expect(ben.texts).toEqual([]);
      world.holdOrder(false);
      world.pump();
      expect(ben.texts).toEqual(['late']);
      if (leave) continue;
      comeBack(ana);
      expect(ana.texts).toEqual(['late']);
    }
  });

  test('for some whose order comes after its sender broke is echoed when the sender is back', () => {
    const { world, join, cut, comeBack } = createRelayRoom();
    const [ana, ben, cleo] = [join(), join(), join()];
    world.holdOrder(true);
    ana.frame('APP', 'late', [ben.conn ?? ids.conn(new Uint8Array(16))]);
    world.pump();
    cut(ana);
    world.holdOrder(false);
    comeBack(ana);
    expect([ana.texts, ben.texts, cleo.texts]).toEqual([['late'], ['late'], []]);
  });

  test('is one effect with one buffer, to the same list for as long as the connections are the same', () => {
    const { world, join, cut } = createRelayRoom();
    const ana = join();
    const ben = join();
    const seen: Extract<RelayEffect, { type: 'broadcast' }>[] = [];
    world.onEffect = (effect) => void (effect.type === 'broadcast' && seen.push(effect));
    for (const text of ['one', 'two']) ana.frame('APP', text);
    world.pump();
    expect(seen).toHaveLength(2);
    expect(seen[1]?.links).toBe(seen[0]?.links);
    const before = [...(seen[0]?.links ?? [])];
    cut(ben);
    expect(seen[0]?.links).toEqual(before);
    expect(seen.at(-1)?.links).toEqual([before[0]]);
  });
});

describe('what is no message', () => {
  test('before HELLO is turned away', () => {
    for (const type of ['APP', 'BULK', 'KEYPKG'] as const) {
      const { world, join, stranger } = createRelayRoom();
      const [ana, member] = [join(), stranger()];
      member.frame(type, 'hi');
      world.pump();
      expect([member.errors, member.closedWith, ana.texts]).toEqual([['not_joined'], 4001, []]);
    }
    const { world, stranger } = createRelayRoom();
    const member = stranger();
    member.say('PING', { t: 1 });
    world.pump();
    expect([member.errors, member.closedWith]).toEqual([['not_joined'], 4001]);
  });

  test('PING is answered with its own number, PONG with nothing', () => {
    const { world, join } = createRelayRoom();
    const ana = join();
    ana.say('PING', { t: 77 });
    ana.say('PONG', { t: 78 });
    world.pump();
    expect(ana.received.slice(1).map((frame) => frame.type)).toEqual(['PONG']);
    expect(ana.heard('PONG')).toEqual([{ t: 77 }]);
  });

  test.each(['COMMIT', 'WELCOME', 'DM'] as const)('%s is not used in this room, and costs nobody the connection', (type) => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    ana.frame(type, 'x');
    ana.frame('APP', 'still here');
    world.pump();
    expect([ana.errors, ben.received.length, ben.texts]).toEqual([['unsupported'], 2, ['still here']]);
  });

  test('LEASE and RESET are not used in this room', () => {
    const { world, join } = createRelayRoom();
    const ana = join();
    ana.say('LEASE', { lease: new Uint8Array(16), epoch: 0, joins: [], left: [] });
    ana.say('RESET', { gen: 0 });
    world.pump();
    expect([ana.errors, ana.closedWith]).toEqual([['unsupported', 'unsupported'], undefined]);
  });

  test('a frame that only a relay sends is a protocol error', () => {
    const b16 = new Uint8Array(16);
    const frames = [
      controlFrame('HELLO_OK', { conn: b16, token: b16, gen: 0, epoch: 0, seq: 0, n: 0, first: true, pending: false, here: [], away: [] }),
      controlFrame('RESUMED', { token: b16, gen: 0, epoch: 0, seq: 0, locked: false, here: [], away: [] }),
      controlFrame('COMMIT_NO', { epoch: 0 }),
      controlFrame('NOTICE', { code: 'exposed' }),
      controlFrame('ERR', { code: 'flood' }),
    ];
    for (const frame of frames) {
      const { world, join } = createRelayRoom();
      const [ana, ben] = [join(), join()];
      ana.send(frame);
      world.pump();
      expect([ana.errors, ana.closedWith]).toEqual([['bad_frame'], 4001]);
      expect(ben.news).toEqual([`away:${ana.conn}`]);
    }
  });

  test('no frame at all is a protocol error', () => {
    const { world, join, stranger } = createRelayRoom();
    const [ana, guest] = [join(), stranger()];
    guest.send(new TextEncoder().encode('GET / HTTP/1.1'));
    world.event({ type: 'garbage', link: 1 });
    world.pump();
    for (const member of [ana, guest]) expect([member.errors, member.closedWith]).toEqual([['bad_frame'], 4001]);
  });

  test('what still arrives from a closed link is not heard', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    world.event({ type: 'garbage', link: 1 });
    world.event({ type: 'frame', link: 1, bytes: app() });
    world.event({ type: 'garbage', link: 1 });
    world.event({ type: 'closed', link: 1, code: 4001 });
    world.pump();
    expect([ana.errors, ben.seqs]).toEqual([['bad_frame'], []]);
    expect(ben.news).toEqual([`away:${ana.conn}`]);
  });
});

describe('too much at once', () => {
  test('is refused with the time to wait, and after that time it is taken', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    const before = limits.rateRefuse - 1; // HELLO counts too
    for (let i = 0; i < before + 3; i++) ana.frame('APP', String(i));
    world.pump();
    expect([ana.texts.length, ben.texts.length, ana.errors]).toEqual([before, before, ['rate', 'rate', 'rate']]);
    const wait = ana.heard('ERR').at(-1)?.retryMs ?? 0;
    world.run(wait - 5);
    ana.frame('APP', 'too early');
    world.pump();
    world.run(ana.heard('ERR').at(-1)?.retryMs ?? 0);
    ana.frame('APP', 'in time');
    world.pump();
    expect([ana.errors.length, ben.texts.at(-1)]).toEqual([4, 'in time']);
  });

  test('far too much ends the connection', () => {
    const { world, join } = createRelayRoom();
    const [ana, ben] = [join(), join()];
    for (let i = 0; i < limits.rateClose + 50; i++) ana.frame('APP', 'x');
    world.pump();
    expect(ana.errors.filter((code) => code === 'rate')).toHaveLength(limits.rateClose - limits.rateRefuse);
    expect([ana.errors.at(-1), ana.closedWith]).toEqual(['flood', 4007]);
    expect([ben.texts.length, ben.closedWith, ben.news]).toEqual([limits.rateRefuse - 1, undefined, [`away:${ana.conn}`]]);
  });

  test('is a matter of bytes as well', () => {
    const { world, join } = createRelayRoom();
    const ana = join();
    for (let i = 0; i < 14; i++) ana.frame('APP', new Uint8Array(60_000));
    world.pump();
    expect([ana.texts.length, ana.errors]).toEqual([13, ['rate']]);
  });

  test('counts control frames and refused ones', () => {
    const { world, join } = createRelayRoom();
    const ana = join();
    for (let i = 0; i < 100; i++) ana.say('PING', { t: i });
    for (let i = 0; i < 101; i++) ana.frame('DM', 'x');
    world.pump();
    expect([ana.heard('PONG').length, ana.errors.filter((code) => code === 'unsupported').length, ana.errors.at(-1)]).toEqual([
      100,
      99,
      'rate',
    ]);
  });

  test('is no matter for the host’s own connection', () => {
    const { world, host, join } = createRelayRoom({ hostJoins: true });
    const ana = join();
    for (let i = 0; i < 1000; i++) host.frame('APP', 'x');
    world.pump();
    expect([ana.texts.length, host.errors]).toEqual([1000, []]);
  });
});
