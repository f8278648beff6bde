import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/crypto/hash.js';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import { ids } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';
import { createRelayWorld } from '../../helpers/relay-driver.js';
import { createRelayRoom, type RelayRoom } from '../../helpers/relay-room.js';
import { RelayTalker, roomKey } from '../../helpers/relay-talker.js';

const ticket = (n: number): Uint8Array => sha256(Uint8Array.of(n, 2)).slice(0, 16);

/** A relay whose process has invited somebody, and a way to knock at it. */
function invited(max = 2) {
  const world = createRelayWorld();
  world.event({ type: 'invite', ticketHash: sha256(ticket(1)), max });
  const knock = (key = roomKey(), shown: Uint8Array | undefined = ticket(1)): RelayTalker => {
    const member = new RelayTalker(world.connect, key);
    world.pump();
    member.hello(key, shown);
    world.pump();
    return member;
  };
  return { world, knock };
}

describe('a ticket', () => {
  test('opens one room, with the capability that came with it, for as many as were said', () => {
    const { world, knock } = invited();
    const ana = knock();
    expect(ana.heard('HELLO_OK')).toMatchObject([{ first: true, n: 0 }]);
    const other = knock(roomKey(2));
    const wrong = knock({ room: roomKey().room, cap: roomKey(2).cap });
    const [ben, full] = [knock(), knock(roomKey(), ticket(9))];
    expect([other, wrong, ben, full].map((member) => member.errors)).toEqual([['refused'], ['refused'], [], ['full']]);
    expect(world.counts()).toMatchObject({ rooms: 1, members: 2 });
  });

  test.each([ticket(2), undefined])('that was not given opens nothing', (shown) => {
    const { world } = invited();
    const member = new RelayTalker(world.connect, roomKey());
    world.pump();
    member.hello(roomKey(), shown);
    world.pump();
    expect([member.errors, member.closedWith, world.counts().rooms]).toEqual([['refused'], 4003, 0]);
  });

  test('is not spent on a room that is there', () => {
    const { world, knock } = invited();
    const host = new RelayTalker(world.connectInside, roomKey(5));
    world.pump();
    host.send(controlFrame('OPEN', { room: roomKey(5).room, capHash: sha256(roomKey(5).cap), max: 5, locked: false }));
    world.pump();
    knock(roomKey(5));
    knock(roomKey(6));
    expect(world.counts()).toMatchObject({ rooms: 2, members: 2 });
  });

  test('is kept as its hash, and not for ever', () => {
    const { world } = invited();
    expect(inspect(world.state, { depth: Infinity, breakLength: Infinity })).not.toContain([...ticket(1)].join(', '));
    for (let i = 0; i < limits.rooms + 5; i++) world.event({ type: 'invite', ticketHash: sha256(Uint8Array.of(i >> 8, i & 255)), max: 2 });
    expect(world.state.invites.size).toBe(limits.rooms);
    world.event({ type: 'end' });
    world.event({ type: 'invite', ticketHash: sha256(ticket(1)), max: 2 });
    expect(world.state.invites.size).toBe(0);
  });
});

describe('places that the host ends', () => {
  const end = ({ world, host, key }: RelayRoom, members: readonly RelayTalker[]): void => {
    const removed = members.map((member) => member.conn ?? ids.conn(new Uint8Array(16)));
    host.send(controlFrame('OPEN', { room: key.room, capHash: sha256(key.cap), max: 150, locked: false, removed }));
    world.pump();
  };

  test('are gone for good, connected or away, and the others hear why', () => {
    const room = createRelayRoom({ hostJoins: true });
    const [ana, ben, cleo] = [room.join(), room.join(), room.join()];
    room.cut(ben);
    end(room, [ana, ben, room.host, new RelayTalker(room.world.connect)]);
    expect([ana, ben, cleo, room.host].map((member) => member.closedWith)).toEqual([4010, 1006, undefined, undefined]);
    expect(cleo.news).toEqual([`away:${ben.conn}`, `removed:${ana.conn}`, `removed:${ben.conn}`]);
    for (const member of [ana, ben]) room.comeBack(member);
    expect([ana.errors, ben.errors]).toEqual([['resume_refused'], ['resume_refused']]);
  });

  test('are taken from the host only', () => {
    const room = createRelayRoom({ hostJoins: true });
    const [ana, ben] = [room.join(), room.join()];
    ana.send(
      controlFrame('OPEN', {
        room: room.key.room,
        capHash: sha256(room.key.cap),
        max: 9,
        locked: false,
        removed: [ben.conn ?? ids.conn(new Uint8Array(16))],
      }),
    );
    room.world.pump();
    expect([ana.closedWith, ben.closedWith]).toEqual([4001, undefined]);
  });
});
