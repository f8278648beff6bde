import { describe, expect, test } from 'vitest';
import { Bits } from '../../../../src/client/files/bits.js';
import { Delivery } from '../../../../src/client/files/delivery.js';
import { ids } from '../../../../src/protocol/ids.js';
import { limits } from '../../../../src/protocol/limits.js';

const CHUNK = limits.fileChunkBytes;
const MIB = 1_048_576;
const CHUNKS = 293;

/** A way that is narrow at one place, with a queue there that has no end: chunks, one behind the other, and receipts on the way back. */
function carry(bytesPerSecond: number, wayMs: number) {
  const have = new Bits(CHUNKS);
  const delivery = new Delivery(
    {
      by: ids.member(new Uint8Array(32)),
      place: ids.conn(new Uint8Array(16)),
      key: new Uint8Array(32),
      tag: new Uint8Array(16),
      have: new Bits(CHUNKS),
    },
    0,
  );
  const chunkMs = (CHUNK / bytesPerSecond) * 1_000;
  const arrivals: { readonly number: number; readonly at: number }[] = [];
  const waits: number[] = [];
  let [now, freeAt, next] = [0, 0, 0];
  const send = (): void => {
    while (delivery.open && next < CHUNKS) {
      delivery.sent(next, now);
      waits.push(Math.max(0, freeAt - now));
      freeAt = Math.max(freeAt, now) + chunkMs;
      arrivals.push({ number: next, at: freeAt + wayMs });
      next += 1;
    }
  };
  send();
  for (let arrival = arrivals.shift(); arrival !== undefined; arrival = arrivals.shift()) {
    now = arrival.at;
    have.set(arrival.number);
    delivery.heard({ last: arrival.number, have: new Bits(CHUNKS, have.bytes.slice()) }, Math.round(now));
    send();
  }
  // What is said meanwhile waits for what is in the queue, and for the chunk that has just come into it.
  return { full: delivery.have.full, share: (CHUNKS * chunkMs) / now, longest: Math.max(...waits.slice(5)) + chunkMs };
}

describe('what is on its way', () => {
  test.each([
    [MIB, 2],
    [MIB, 20],
    [MIB, 80],
    [2 * MIB, 20],
    [5 * MIB, 40],
    [20 * MIB, 1],
    [40 * MIB, 1],
  ])('at %i bytes a second, %i ms away, keeps the way busy and its queue short', (rate, wayMs) => {
    const { full, share, longest } = carry(rate, wayMs);
    expect(full).toBe(true);
    expect(share).toBeGreaterThan(0.85);
    expect(longest).toBeLessThanOrEqual(150);
  });

  test('is one or two chunks where even one takes long', () => {
    expect(carry(256 * 1_024, 20).longest).toBeLessThanOrEqual(2.1 * ((CHUNK / (256 * 1_024)) * 1_000));
  });

  test('is never more than the relay keeps for one member', () => {
    expect(carry(1_000 * MIB, 200).full).toBe(true);
    const most = carry(8 * MIB, 300);
    // Eight chunks in each way and back: no more, though the way is not busy.
    expect(most.share).toBeLessThan(0.25);
  });
});
