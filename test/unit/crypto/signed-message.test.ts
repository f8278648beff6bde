import { describe, expect, test } from 'vitest';
import { signature } from '../../../src/crypto/signature.js';
import { encodeSigned, parseSigned, verifySigned, type SignedContext, type SignedMessage } from '../../../src/crypto/signed-message.js';
import { ByteWriter } from '../../../src/protocol/byte-writer.js';
import { ids } from '../../../src/protocol/ids.js';

const seed = new Uint8Array(32).fill(1);
const key = signature.publicKey(seed);
const conn = (n: number): SignedMessage['conn'] => ids.conn(new Uint8Array(16).fill(n));
const context: SignedContext = { roomId: ids.room(new Uint8Array(16).fill(9)), gen: 3, type: 'APP', to: [conn(2), conn(3)] };
const message: SignedMessage = { conn: conn(1), counter: 2 ** 40, ts: 1_700_000_000_000, payload: Uint8Array.of(1, 2, 3) };
const inner = encodeSigned(seed, context, message);
const read = parseSigned(inner) as NonNullable<ReturnType<typeof parseSigned>>;

describe('a signed message', () => {
  test('comes back as it was and verifies', () => {
    expect(read).toMatchObject(message);
    expect(verifySigned(key, context, read)).toBe(true);
  });

  test.each<[string, Partial<SignedContext>]>([
    ['room', { roomId: ids.room(new Uint8Array(16)) }],
    ['gen', { gen: 4 }],
    ['type', { type: 'BULK' }],
    ['receivers: none', { to: [] }],
    ['receivers: one less', { to: [conn(2)] }],
    ['receivers: another', { to: [conn(2), conn(4)] }],
    ['order of receivers', { to: [conn(3), conn(2)] }],
  ])('does not verify with another %s', (_, change) => {
    expect(verifySigned(key, { ...context, ...change }, read)).toBe(false);
  });

  test.each<[string, Partial<SignedMessage>]>([
    ['place', { conn: conn(5) }],
    ['counter', { counter: 2 ** 40 + 1 }],
    ['time', { ts: message.ts + 1 }],
    ['payload', { payload: Uint8Array.of(1, 2, 4) }],
    ['length of the payload', { payload: Uint8Array.of(1, 2) }],
  ])('does not verify with another %s', (_, change) => {
    expect(verifySigned(key, context, { ...read, ...change })).toBe(false);
  });

  test('does not verify under another key', () => {
    expect(verifySigned(signature.publicKey(new Uint8Array(32)), context, read)).toBe(false);
  });

  test('does not verify when any byte of it differs', () => {
    for (let at = 0; at < inner.length; at++) {
      const changed = inner.slice();
      changed[at] = (changed[at] as number) ^ 1;
      const again = parseSigned(changed);
      expect([at, again !== undefined && verifySigned(key, context, again)]).toEqual([at, false]);
    }
  });

  test('cannot be read with the last receiver as its sender: the list ends where its count says', () => {
    const sender = ids.conn(new ByteWriter(16).u64(7).u64(message.ts).done());
    const { proof } = parseSigned(encodeSigned(seed, context, { ...message, conn: sender })) as NonNullable<ReturnType<typeof parseSigned>>;
    const payload = new ByteWriter().u64(message.counter).u64(message.ts).raw(message.payload).done();
    const shifted = { conn: conn(3), counter: 7, ts: message.ts, payload, proof };
    expect(verifySigned(key, { ...context, to: [conn(2)] }, shifted)).toBe(false);
  });

  test('too short is undefined; without a payload it is not', () => {
    for (let length = 0; length < 96; length++) expect(parseSigned(inner.subarray(0, length))).toBeUndefined();
    expect(parseSigned(inner.subarray(0, 96))).toMatchObject({ payload: new Uint8Array(0) });
  });

  test('with a counter or a time above 2^53 − 1 is undefined', () => {
    for (const at of [16, 24]) expect(parseSigned(inner.slice().fill(0xff, at, at + 1))).toBeUndefined();
  });
});
