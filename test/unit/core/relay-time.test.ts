import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createLocalOrder } from '../../../src/core/relay/local-order.js';
import type { Place } from '../../../src/core/relay/relay-state.js';
import { sha256 } from '../../../src/crypto/hash.js';
import { encodeFrame } from '../../../src/protocol/frame.js';
import { ids } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';
import { openFrame, RelayTalker, roomKey } from '../../helpers/relay-talker.js';
import type { RelayWorld } from '../../helpers/relay-driver.js';
import { createRelayRoom } from '../../helpers/relay-room.js';

const keptIn = (world: RelayWorld): readonly Uint8Array[] =>
  [...world.state.rooms.values()].flatMap((room) => room.buffer.missed({ missedTo: 0 } as Place, 0) ?? []);

describe('who says nothing', () => {
  test('is sent away when HELLO is late, not before', () => {
    const { world, stranger } = createRelayRoom();
    const member = stranger();
    world.run(limits.helloMs - 1);
    expect(member.closedWith).toBeUndefined();
    world.run(1);
    expect([member.errors, member.closedWith]).toEqual([['hello_late'], 4002]);
    expect(world.logs.at(-1)).toEqual({ type: 'connection-refused', code: 4002 });
  });

  test('may take a while from inside', () => {
    const { world, host } = createRelayRoom();
    world.run(100 * limits.helloMs);
    expect(host.closedWith).toBeUndefined();
  });

  test('and is one of too many makes the oldest go; members are not touched', () => {
    const { world, join, stranger } = createRelayRoom();
    const ana = join();
    const strangers = Array.from({ length: limits.strangers + 2 }, () => stranger());
    expect(strangers.map((member) => member.closedWith)).toEqual([4002, 4002, ...strangers.slice(2).map(() => undefined)]);
    expect([ana.closedWith, world.counts().links]).toEqual([undefined, limits.strangers + 2]);
  });

  test('goes on its own time, each after the other', () => {
    const { world, stranger } = createRelayRoom();
    const one = stranger();
    world.run(4000);
    const two = stranger();
    world.run(limits.helloMs - 4000);
    expect([one.closedWith, two.closedWith]).toEqual([4002, undefined]);
    world.run(3999);
    expect(two.closedWith).toBeUndefined();
    world.run(1);
    expect(two.closedWith).toBe(4002);
  });
});

describe('ticks', () => {
  test('are asked for while something waits, never earlier than the one before, and not when nothing does', () => {
    const { world, join, cut, stranger } = createRelayRoom();
    const asked: number[] = [];
    world.onEffect = (effect) => void (effect.type === 'arm' && asked.push(effect.at));
    cut(join());
    for (let i = 0; i < 50; i++) {
      world.run(777);
      stranger();
    }
    world.run(2 * limits.awayMs);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked).toEqual([...asked].toSorted((a, b) => a - b));
    expect([world.clock.timers, world.counts().members]).toEqual([0, 0]);
    const late = stranger();
    world.run(limits.helloMs);
    expect(late.closedWith).toBe(4002);
  });

  test('that come early change nothing', () => {
    const { world, join, cut, stranger } = createRelayRoom();
    const [ana, ben, guest] = [join(), join(), stranger()];
    cut(ben);
    for (let i = 0; i < 5; i++) world.event({ type: 'tick' });
    expect([ana.news, guest.closedWith]).toEqual([[`away:${ben.conn}`], undefined]);
    world.run(limits.awayMs);
    expect([ana.news.length, guest.closedWith]).toEqual([2, 4002]);
  });
});

describe('what is kept for those away', () => {
  test('is dropped after the away time', () => {
    const { world, join } = createRelayRoom();
    const ana = join();
    ana.frame('APP', 'x'.repeat(1000));
    world.pump();
    expect(world.counts().bufferedBytes).toBe(1026);
    world.run(limits.awayMs + limits.helloMs);
    expect(world.counts().bufferedBytes).toBe(0);
  });

  test('is bounded, however small the frames are', () => {
    for (const size of [0, 1000]) {
      const { world } = createRelayRoom({ hostJoins: true });
      // Nothing needs to arrive at the host; the relay does not know.
      world.wires[0]?.cut('member');
      let most = 0;
      for (let i = 0; i < (size === 0 ? 17_000 : 5000); i++) {
        const bytes = encodeFrame({ type: 'APP', gen: 0, epoch: 0, seq: 0, to: [], body: new Uint8Array(size) });
        world.event({ type: 'frame', link: 0, bytes });
        most = Math.max(most, world.counts().bufferedBytes);
      }
      expect(most).toBeLessThanOrEqual(limits.resumeBytes);
      expect(most / (size + 26)).toBeLessThanOrEqual(limits.resumeBytes / 256);
      expect(most).toBeGreaterThan(size === 0 ? 300_000 : 3_000_000);
    }
  });

  test('is dropped when nobody has a place any more', () => {
    const { world, join } = createRelayRoom();
    const ana = join();
    ana.frame('APP', 'x');
    world.pump();
    world.holdOrder(true);
    ana.frame('APP', 'y');
    world.pump();
    ana.say('LEFT', {});
    world.pump();
    world.holdOrder(false);
    world.pump();
    expect(world.state.departed.size).toBe(0);
    expect(world.counts()).toMatchObject({ members: 0, bufferedBytes: 0, rooms: 1 });
  });
});

describe('what is kept', () => {
  test('is a copy, so that a few bytes never hold a large buffer that they came in', () => {
    const { world, join } = createRelayRoom();
    join();
    const large = new Uint8Array(65_536);
    const frame = large.subarray(1000, 1000 + 26);
    frame.set(encodeFrame({ type: 'APP', gen: 0, epoch: 0, seq: 0, to: [], body: new Uint8Array(0) }));
    world.event({ type: 'frame', link: 1, bytes: frame });
    expect(keptIn(world).map((bytes) => bytes.buffer.byteLength)).toEqual([26]);
  });
});

describe('the session', () => {
  test('tells every member of the room whose link was exposed, and nobody else', () => {
    const { world, host, join, stranger } = createRelayRoom();
    const ana = join();
    host.send(openFrame(roomKey(2)));
    const other = new RelayTalker(world.connect, roomKey(2));
    const guest = stranger();
    other.hello();
    world.pump();
    world.event({ type: 'exposed', roomId: ids.room(roomKey(2).room) });
    world.pump();
    expect([ana.news, other.news, guest.news]).toEqual([[], ['exposed'], []]);
    expect(world.logs.at(-1)).toEqual({ type: 'link-exposed' });
    const logged = world.logs.length;
    world.event({ type: 'exposed', roomId: ids.room(roomKey(3).room) });
    world.pump();
    expect([ana.news, other.news, world.logs.length]).toEqual([[], ['exposed'], logged]);
  });

  test('ends for everybody with 1001, and nothing is left', () => {
    const { world, host, join, cut, stranger } = createRelayRoom({ hostJoins: true });
    const [ana, ben, guest] = [join(), join(), stranger()];
    cut(ben);
    ana.frame('APP', 'x');
    world.pump();
    const wiped: string[] = [];
    world.onEffect = (effect) => void (effect.type === 'wipe' && wiped.push(effect.roomId));
    world.event({ type: 'end' });
    world.pump();
    expect([host, ana, guest].map((member) => member.closedWith)).toEqual([1001, 1001, 1001]);
    expect(wiped).toEqual([ids.room(roomKey().room)]);
    expect(world.counts()).toEqual({ links: 0, members: 0, rooms: 0, bufferedBytes: 0 });
    expect(join().closedWith).toBe(1001);
    world.event({ type: 'end' });
    world.run(limits.awayMs);
    expect(world.counts()).toEqual({ links: 0, members: 0, rooms: 0, bufferedBytes: 0 });
  });

  test('overwrites what it kept', () => {
    const { world, join } = createRelayRoom();
    join().frame('APP', 'canary');
    world.pump();
    const kept = keptIn(world);
    expect(kept.map((bytes) => new TextDecoder().decode(bytes.subarray(26)))).toEqual(['canary']);
    world.event({ type: 'end' });
    expect(kept[0]?.every((byte) => byte === 0)).toBe(true);
  });

  test('knows of a capability only the hash', () => {
    const { world, key, join } = createRelayRoom();
    join();
    const state = inspect(world.state, { depth: Infinity, maxArrayLength: Infinity, breakLength: Infinity, compact: true });
    expect(state).toContain([...sha256(key.cap)].join(', '));
    expect(state).not.toContain([...key.cap].join(', '));
  });
});

describe('the local order', () => {
  test('counts every room on its own, from 1, and forgets', () => {
    const seen: [string, number][] = [];
    const [one, two] = [ids.room(new Uint8Array(16).fill(1)), ids.room(new Uint8Array(16).fill(2))];
    const order = createLocalOrder((roomId, seq) => void seen.push([roomId, seq]));
    const entry = { sender: 1, frame: new Uint8Array(0) };
    for (const room of [one, one, two, one]) order.submit(room, entry);
    order.forget(one);
    order.submit(one, entry);
    expect(seen).toEqual([
      [one, 1],
      [one, 2],
      [two, 1],
      [one, 3],
      [one, 1],
    ]);
  });
});
