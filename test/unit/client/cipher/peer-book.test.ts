import { describe, expect, test } from 'vitest';
import { PeerBook } from '../../../../src/client/cipher/peer-book.js';
import type { Held, Peer } from '../../../../src/client/cipher/peer.js';
import type { Identity } from '../../../../src/client/cipher/room-cipher.js';
import { ids, type ConnId } from '../../../../src/protocol/ids.js';
import { limits } from '../../../../src/protocol/limits.js';

const numbered = (length: number, n: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at < 2 ? (n >> (8 * at)) & 255 : 0));
const conn = (n: number): ConnId => ids.conn(numbered(16, n));
const identity = (n: number, place = n): Identity => ({
  id: ids.member(numbered(8, n)),
  nick: `m${n}`,
  conn: conn(place),
  sigPk: numbered(32, n),
});

const book = (...places: readonly number[]): PeerBook => {
  const made = new PeerBook();
  made.setTaken(places.map(conn));
  return made;
};
const nicksAt = (peers: PeerBook, place: number): readonly string[] => peers.at(conn(place)).map((peer) => peer.identity.nick);
const message = (bytes: number): Held => ({
  payload: { kind: 'text', id: new Uint8Array(16), n: 1, p: new Uint8Array(32), body: new Uint8Array(0) },
  encoded: new Uint8Array(bytes),
  counted: true,
});
const announced = (peers: PeerBook, n: number, place = n, now = 0): Peer => {
  const peer = peers.announce(identity(n, place), now);
  if (typeof peer === 'string') throw new Error(peer);
  return peer;
};

describe('the peer book', () => {
  test('knows no place that the relay has not named', () => {
    const peers = book(1);
    expect([peers.announce(identity(2), 0), nicksAt(peers, 2)]).toEqual(['place', []]);
    peers.came(conn(2));
    expect(announced(peers, 2).identity.nick).toBe('m2');
  });

  test('believes any place while they are not known', () => {
    const peers = book();
    peers.setTaken(undefined);
    expect(announced(peers, 7).identity.nick).toBe('m7');
  });

  test('gives a place to few keys, so that a liar who is first does not keep its owner out', () => {
    const peers = book(1);
    expect([announced(peers, 1), announced(peers, 2, 1)].length).toBe(limits.keysPerPlace);
    expect(peers.announce(identity(3, 1), 0)).toBe('too-many');
    expect(nicksAt(peers, 1)).toEqual(['m1', 'm2']);
  });

  test('gives it to another key once it is free', () => {
    const peers = book(1);
    announced(peers, 1);
    announced(peers, 2, 1);
    peers.left(conn(1), 0);
    peers.came(conn(1));
    announced(peers, 3, 1);
    expect(nicksAt(peers, 1)).toEqual(['m3']);
  });

  test('does not take it away again when the one who had it comes back elsewhere', () => {
    const peers = book(1, 3);
    announced(peers, 1);
    peers.left(conn(1), 0);
    peers.came(conn(1));
    announced(peers, 2, 1);
    announced(peers, 1, 3);
    expect([nicksAt(peers, 1), nicksAt(peers, 3)]).toEqual([['m2'], ['m1']]);
  });

  test('refuses another key with the id of a known one', () => {
    const peers = book(1, 2);
    announced(peers, 1);
    expect(peers.announce({ ...identity(1, 2), sigPk: numbered(32, 9) }, 0)).toBe('place');
  });

  test('lets no key stand at two places: it moves when its place is free, or while places are not known', () => {
    const peers = book(1, 2);
    announced(peers, 1).counter = 7;
    expect(peers.announce(identity(1, 2), 0)).toBe('place');
    peers.setTaken(undefined);
    expect([announced(peers, 1, 2).counter, nicksAt(peers, 1), peers.places]).toEqual([7, [], [conn(2)]]);
  });

  test('keeps the counter of who left, so that a recording of it stays old', () => {
    const peers = book(1, 2);
    Object.assign(announced(peers, 1), { counter: 7, heard: true });
    expect(peers.left(conn(1), 0)).toMatchObject([{ held: 0 }]);
    expect([peers.left(conn(1), 0), peers.at(conn(1))]).toEqual([[], []]);
    expect(announced(peers, 1, 2)).toMatchObject({ counter: 7, heard: false, greeted: false });
  });

  test('forgets who left when no recording of it can pass the clock', () => {
    const peers = book(1, 2);
    announced(peers, 1);
    peers.left(conn(1), 0);
    announced(peers, 2, 2, 2 * limits.clockSkewMs);
    expect(peers.byId(identity(1).id)).toBeDefined();
    announced(peers, 2, 2, 2 * limits.clockSkewMs + 1);
    expect(peers.byId(identity(1).id)).toBeUndefined();
  });

  test('keeps only so many who left, however fast they come and go', () => {
    const peers = book();
    const most = 4 * limits.membersMost;
    for (let n = 0; n < most + 2; n++) {
      peers.came(conn(1));
      announced(peers, n, 1);
      peers.left(conn(1), 0);
    }
    peers.came(conn(1));
    announced(peers, most + 2, 1);
    expect([0, 1, 2].map((n) => peers.byId(identity(n).id) !== undefined)).toEqual([false, false, true]);
  });

  test('holds back so many messages and so many bytes, of all together, and frees them with who leaves', () => {
    const peers = book(1, 2);
    const [one, two] = [announced(peers, 1), announced(peers, 2)];
    for (let n = 0; n < limits.heldFrames + 1; n++) peers.hold(one, message(1));
    expect(one.held.length).toBe(limits.heldFrames);
    peers.hold(two, message(limits.heldBytes));
    expect(two.held.length).toBe(0);
    expect(peers.left(conn(1), 0)).toMatchObject([{ held: limits.heldFrames }]);
    peers.hold(two, message(limits.heldBytes));
    expect(two.held.length).toBe(1);
  });

  test('at a fresh place everybody must be met again', () => {
    const peers = book(1);
    const peer = Object.assign(announced(peers, 1), { heard: true, greeted: true });
    peers.hold(peer, message(1));
    peers.meetAgain();
    expect(peer).toMatchObject({ heard: false, greeted: false, held: [] });
  });
});
