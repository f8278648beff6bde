import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/crypto/hash.js';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import { limits } from '../../../src/protocol/limits.js';
import { createRelayRoom, type RelayRoom } from '../../helpers/relay-room.js';
import { openFrame, RelayTalker, roomKey } from '../../helpers/relay-talker.js';

/** What a stranger who has the capability is told now. */
function peeked({ world, key, stranger }: RelayRoom, ticket?: Uint8Array) {
  const member = stranger();
  member.say('PEEK', ticket === undefined ? key : { ...key, ticket });
  world.pump();
  member.transport.close(1000);
  world.pump();
  return member.heard('PEEKED');
}

/** All that a relay holds, as text; what it waits for is no part of it. */
const held = ({ world }: RelayRoom): string =>
  inspect({ ...world.state, armedAt: undefined }, { depth: Infinity, breakLength: Infinity, maxArrayLength: Infinity });

describe('looking into a room', () => {
  test('tells how many are connected', () => {
    const room = createRelayRoom();
    expect(peeked(room)).toEqual([{ n: 0, full: false, locked: false }]);
    const ana = room.join();
    room.join();
    expect(peeked(room)).toEqual([{ n: 2, full: false, locked: false }]);
    room.cut(ana);
    expect(peeked(room)).toEqual([{ n: 1, full: false, locked: false }]);
  });

  test('tells that it is full, and that it is locked', () => {
    const room = createRelayRoom({ max: 2 });
    const [ana] = [room.join(), room.join()];
    expect(peeked(room)).toEqual([{ n: 2, full: true, locked: false }]);
    ana.say('LEFT', {});
    room.host.send(openFrame(room.key, 2, true));
    room.world.pump();
    expect(peeked(room)).toEqual([{ n: 1, full: false, locked: true }]);
  });

  test('the seat that is kept for the host counts, as it does for who comes in', () => {
    const room = createRelayRoom({ max: 2, hostJoins: true });
    room.join();
    room.cut(room.host);
    expect(peeked(room)).toEqual([{ n: 1, full: true, locked: false }]);
    expect(room.join().errors).toEqual(['full']);
  });

  test('is noticed by nobody, takes no place and leaves nothing behind', () => {
    const room = createRelayRoom({ hostJoins: true });
    const ana = room.join();
    const [before, heard] = [held(room), ana.received.length];
    for (let i = 0; i < 5; i++) expect(peeked(room)).toHaveLength(1);
    expect(held(room)).toBe(before);
    expect(ana.received).toHaveLength(heard);
    expect(room.world.logs.slice(-5).map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => 'connection-closed'));
  });

  test('an unknown room and a wrong capability are refused alike, and like a HELLO', () => {
    const { world, key, stranger } = createRelayRoom();
    const [wrongRoom, wrongCap, hello] = [stranger(), stranger(), stranger()];
    wrongRoom.say('PEEK', { ...key, room: roomKey(2).room });
    wrongCap.say('PEEK', { ...key, cap: roomKey(2).cap });
    hello.hello(roomKey(2));
    world.pump();
    for (const member of [wrongRoom, wrongCap, hello]) {
      expect(member.received).toEqual(hello.received);
      expect([member.errors, member.closedWith]).toEqual([['refused'], 4003]);
    }
    expect(world.counts()).toMatchObject({ links: 1 });
  });

  test('the capability of another room opens only that one', () => {
    const room = createRelayRoom();
    room.join();
    const host = new RelayTalker(room.world.connectInside, roomKey(5));
    room.world.pump();
    host.send(openFrame(roomKey(5)));
    room.world.pump();
    const member = room.stranger();
    member.say('PEEK', roomKey(5));
    room.world.pump();
    expect(member.heard('PEEKED')).toEqual([{ n: 0, full: false, locked: false }]);
    member.say('PEEK', { room: room.key.room, cap: roomKey(5).cap });
    room.world.pump();
    expect([member.heard('PEEKED').length, member.errors, member.closedWith]).toEqual([1, ['refused'], 4003]);
  });
});

describe('a connection that looks', () => {
  test('may come in afterwards; whoever is in does not look any more', () => {
    const { world, key, stranger } = createRelayRoom();
    const member = stranger();
    member.say('PEEK', key);
    member.hello();
    world.pump();
    expect([member.heard('PEEKED').length, member.heard('HELLO_OK').length, member.errors]).toEqual([1, 1, []]);
    member.say('PEEK', key);
    world.pump();
    expect([member.heard('PEEKED').length, member.errors, member.closedWith]).toEqual([1, ['bad_frame'], 4001]);
  });

  test('is closed when it says no HELLO in time: looking does not make its time longer', () => {
    const { world, key, stranger } = createRelayRoom();
    const member = stranger();
    world.run(limits.helloMs - 1);
    member.say('PEEK', key);
    world.pump();
    expect(member.heard('PEEKED')).toHaveLength(1);
    world.run(1);
    expect([member.errors, member.closedWith]).toEqual([['hello_late'], 4002]);
  });

  test('is one of the strangers: the oldest makes room', () => {
    const { world, key, stranger } = createRelayRoom();
    const all = Array.from({ length: limits.strangers + 1 }, () => {
      const member = stranger();
      member.say('PEEK', key);
      world.pump();
      return member;
    });
    expect(all.map(({ closedWith }) => closedWith)).toEqual([4002, ...Array.from({ length: limits.strangers }, () => undefined)]);
  });

  test('that never stops is first answered no more, then closed', () => {
    const { world, key, stranger } = createRelayRoom();
    const member = stranger();
    for (let i = 0; i < 2 * limits.rateClose; i++) member.say('PEEK', key);
    world.pump();
    expect(member.heard('PEEKED')).toHaveLength(limits.rateRefuse);
    expect(member.errors).toEqual([...Array.from({ length: limits.rateClose - limits.rateRefuse }, () => 'rate'), 'flood']);
    expect(member.closedWith).toBe(4007);
  });

  test.each<[string, (key: ReturnType<typeof roomKey>) => Uint8Array]>([
    ['an answer where a question belongs', () => controlFrame('PEEKED', { n: 1, full: false, locked: false })],
    ['half of it', (key) => controlFrame('PEEK', key).subarray(0, 50)],
    ['a room that is no room', (key) => controlFrame('PEEK', { ...key, room: new Uint8Array(3) })],
    ['a capability that is too short', (key) => controlFrame('PEEK', { ...key, cap: key.cap.slice(0, 31) })],
  ])('with %s has broken the protocol', (_what, frame) => {
    const { world, key, stranger } = createRelayRoom();
    const member = stranger();
    member.send(frame(key));
    world.pump();
    expect(member.heard('PEEKED')).toEqual([]);
    expect(member.closedWith).toBe(4001);
  });
});

describe('a ticket', () => {
  test('that would open the room: nobody is inside, and it is not used up', () => {
    const room = createRelayRoom();
    const key = roomKey(3);
    const [ticket, other] = [new Uint8Array(16).fill(3), new Uint8Array(16).fill(4)];
    room.world.event({ type: 'invite', ticketHash: sha256(ticket), max: 2 });
    for (let i = 0; i < 3; i++) expect(peeked({ ...room, key }, ticket)).toEqual([{ n: 0, full: false, locked: false }]);
    expect(peeked({ ...room, key }, other)).toEqual([]);
    expect(room.world.counts()).toMatchObject({ rooms: 1 });
    const maker = room.stranger();
    maker.hello(key, ticket);
    room.world.pump();
    expect(maker.heard('HELLO_OK')).toHaveLength(1);
    // For whoever comes second with a secret of its own.
    expect(peeked({ ...room, key: roomKey(4) }, ticket)).toEqual([]);
  });
});
