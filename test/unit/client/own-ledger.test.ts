import { describe, expect, test } from 'vitest';
import { OwnLedger } from '../../../src/client/own-ledger.js';
import { sha256 } from '../../../src/crypto/hash.js';
import { pad, parsePayload, type Payload } from '../../../src/protocol/payload.js';

const id = new Uint8Array(16);
const stamp = (ledger: OwnLedger, text: string, counted = true): ReturnType<OwnLedger['stamp']> =>
  ledger.stamp(counted ? 'text' : 'typing', id, Buffer.from(text), counted);
const read = (encoded: Uint8Array): Payload => {
  const payload = parsePayload(pad(encoded));
  if (!payload.ok) throw new Error(payload.reason);
  return payload.value.payload;
};

describe('what a member says', () => {
  test('is numbered from 1, each with the hash of the one before', () => {
    const ledger = new OwnLedger();
    const [first, second] = [stamp(ledger, 'a').encoded, stamp(ledger, 'b').encoded];
    expect(read(first)).toMatchObject({ n: 1, p: new Uint8Array(32) });
    expect(read(second)).toMatchObject({ n: 2, p: sha256(first) });
  });

  test('and is not counted carries number and hash of the last that was', () => {
    const ledger = new OwnLedger();
    expect(read(stamp(ledger, 'x', false).encoded)).toMatchObject({ n: 0, p: new Uint8Array(32) });
    const first = stamp(ledger, 'a').encoded;
    expect(read(stamp(ledger, 'x', false).encoded)).toMatchObject({ n: 1, p: sha256(first) });
    expect(read(stamp(ledger, 'b').encoded)).toMatchObject({ n: 2, p: sha256(first) });
  });

  test('at a fresh place counts on from what was acknowledged', () => {
    const ledger = new OwnLedger();
    const first = stamp(ledger, 'a');
    stamp(ledger, 'lost');
    ledger.acknowledge(first.count);
    ledger.restart();
    expect(read(stamp(ledger, 'x', false).encoded)).toMatchObject({ n: 1, p: sha256(first.encoded) });
  });

  test('keeps its number when it goes out again, and the next follows it', () => {
    const ledger = new OwnLedger();
    const first = stamp(ledger, 'a');
    ledger.restart();
    ledger.repeat(first.count);
    expect(read(stamp(ledger, 'b').encoded)).toMatchObject({ n: 2, p: sha256(first.encoded) });
  });

  test('never counts back', () => {
    const ledger = new OwnLedger();
    const [first, second] = [stamp(ledger, 'a').count, stamp(ledger, 'b').count];
    ledger.acknowledge(second);
    ledger.acknowledge(first);
    ledger.repeat(first);
    ledger.restart();
    expect(read(stamp(ledger, 'c').encoded).n).toBe(3);
  });
});
