import { expect, test } from 'vitest';
import { Bans } from '../../../../src/client/cipher/mls/bans.js';
import { ids } from '../../../../src/protocol/ids.js';

const keyOf = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const placeOf = (n: number) => ids.conn(new Uint8Array(16).fill(n));

test('who was removed is known by its key at any place, and by its place with any key', () => {
  const bans = new Bans();
  bans.add({ id: ids.member(keyOf(1)), nick: 'ben', conn: placeOf(1), sigPk: keyOf(1) });
  expect(bans.has({ sigPk: keyOf(1), conn: placeOf(2) })).toBe(true);
  expect(bans.has({ sigPk: keyOf(2), conn: placeOf(1) })).toBe(true);
  expect(bans.has({ sigPk: keyOf(2), conn: placeOf(2) })).toBe(false);
});
