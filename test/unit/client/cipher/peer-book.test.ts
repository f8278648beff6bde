import { describe, expect, test } from 'vitest';
import { PeerBook } from '../../../../src/client/cipher/peer-book.js';
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

describe('the peer book', () => {
  test('gives a place to the first key that claims it', () => {
    const book = new PeerBook();
    expect(book.announce(identity(1), 0)?.identity.nick).toBe('m1');
    expect(book.announce(identity(2, 1), 0)).toBeUndefined();
    expect([book.byConn(conn(1))?.identity.nick, book.byId(identity(2).id)]).toEqual(['m1', undefined]);
  });

  test('gives it to another key once it is free', () => {
    const book = new PeerBook();
    book.announce(identity(1), 0);
    book.left(conn(1), 0);
    expect(book.announce(identity(2, 1), 0)?.identity.nick).toBe('m2');
  });

  test('does not take it away again when the one who had it comes back elsewhere', () => {
    const book = new PeerBook();
    book.announce(identity(1), 0);
    book.left(conn(1), 0);
    book.announce(identity(2, 1), 0);
    book.announce(identity(1, 3), 0);
    expect([book.byConn(conn(1))?.identity.nick, book.byConn(conn(3))?.identity.nick]).toEqual(['m2', 'm1']);
  });

  test('refuses another key with the id of a known one', () => {
    const book = new PeerBook();
    book.announce(identity(1), 0);
    expect(book.announce({ ...identity(1, 2), sigPk: numbered(32, 9) }, 0)).toBeUndefined();
  });

  test('moves a key to its new place, with the counter it had', () => {
    const book = new PeerBook();
    Object.assign(book.announce(identity(1), 0) ?? {}, { counter: 7 });
    expect(book.announce(identity(1, 2), 0)?.counter).toBe(7);
    expect([book.byConn(conn(1)), book.places]).toEqual([undefined, [conn(2)]]);
  });

  test('keeps the counter of who left, so that a recording of it stays old', () => {
    const book = new PeerBook();
    Object.assign(book.announce(identity(1), 0) ?? {}, { counter: 7, heard: true });
    expect(book.left(conn(1), 0)).toMatchObject({ held: 0 });
    expect([book.left(conn(1), 0), book.byConn(conn(1))]).toEqual([undefined, undefined]);
    expect(book.announce(identity(1, 2), 0)).toMatchObject({ counter: 7, heard: false, greeted: false });
  });

  test('holds at most 1,000 keys; those who left are forgotten when no recording of them can pass the clock', () => {
    const book = new PeerBook();
    const most = 2 * limits.membersMost;
    for (let n = 0; n < most; n++) expect(book.announce(identity(n), 0)).toBeDefined();
    book.left(conn(0), 0);
    expect(book.announce(identity(most), 2 * limits.clockSkewMs)).toBeUndefined();
    expect(book.announce(identity(most), 2 * limits.clockSkewMs + 1)).toBeDefined();
    expect([book.byId(identity(0).id), book.announce(identity(most + 1), 10 * limits.clockSkewMs)]).toEqual([undefined, undefined]);
  });

  test('at a fresh place everybody must be met again', () => {
    const book = new PeerBook();
    Object.assign(book.announce(identity(1), 0) ?? {}, { heard: true, greeted: true });
    book.meetAgain();
    expect(book.byConn(conn(1))).toMatchObject({ heard: false, greeted: false, held: [] });
  });
});
