import { expect, test } from 'vitest';
import type { LinkKey } from '../../../src/core/relay/relay-event.js';
import { ids } from '../../../src/protocol/ids.js';
import { FanOut } from '../../../src/server/fan-out.js';
import { createFakeClock } from '../../helpers/fake-clock.js';

const ROOM = ids.room(new Uint8Array(16));
const OTHER = ids.room(new Uint8Array(16).fill(1));
const frame = (n: number): Uint8Array => new Uint8Array([n]);

function setUp() {
  const clock = createFakeClock();
  const writes: { readonly links: readonly LinkKey[]; readonly frames: readonly number[] }[] = [];
  const fanOut = new FanOut(clock, (links, batch) => writes.push({ links, frames: batch.frames.map(([n]) => n as number) }));
  return { clock, writes, fanOut };
}

test('a quiet room’s message leaves at once, what follows leaves together at the end of the window', () => {
  const { clock, writes, fanOut } = setUp();
  const links = [1, 2];
  for (const n of [1, 2, 3]) fanOut.broadcast(ROOM, links, frame(n));
  expect(writes).toEqual([{ links, frames: [1] }]);
  clock.advance(1);
  expect(writes).toHaveLength(1);
  clock.advance(1);
  expect(writes.slice(1)).toEqual([{ links, frames: [2, 3] }]);
});

test('a room that stays busy writes once a window, and is quiet again after an empty one', () => {
  const { clock, writes, fanOut } = setUp();
  const links = [1];
  for (let n = 0; n < 10; n++) {
    fanOut.broadcast(ROOM, links, frame(n));
    clock.advance(1);
  }
  expect(writes.map(({ frames }) => frames)).toEqual([[0], [1], [2, 3], [4, 5], [6, 7], [8, 9]]);
  clock.advance(4);
  expect(clock.timers).toBe(0);
  fanOut.broadcast(ROOM, links, frame(10));
  expect(writes.at(-1)?.frames).toEqual([10]);
});

test.each([
  [10, 2],
  [60, 6],
  [100, 10],
  [500, 10],
])('%d members: a window of %d ms', (size, ms) => {
  const { clock, fanOut } = setUp();
  fanOut.broadcast(
    ROOM,
    Array.from({ length: size }, (_, i) => i),
    frame(1),
  );
  expect(clock.nextAt).toBe(clock.now() + ms);
});

test('what was said before someone came or went is for those who were there', () => {
  const { clock, writes, fanOut } = setUp();
  const before = [1, 2];
  const after = [1, 2, 3];
  for (const n of [1, 2]) fanOut.broadcast(ROOM, before, frame(n));
  for (const n of [3, 4]) fanOut.broadcast(ROOM, after, frame(n));
  clock.advance(2);
  expect(writes).toEqual([
    { links: before, frames: [1] },
    { links: before, frames: [2] },
    { links: after, frames: [3, 4] },
  ]);
});

test('flush writes what one room has gathered, flushAll what all have', () => {
  const { writes, fanOut } = setUp();
  const [some, others] = [[1], [2]];
  for (const n of [1, 2]) fanOut.broadcast(ROOM, some, frame(n));
  for (const n of [3, 4]) fanOut.broadcast(OTHER, others, frame(n));
  fanOut.flush(ROOM);
  expect(writes.map(({ frames }) => frames)).toEqual([[1], [3], [2]]);
  fanOut.flushAll();
  expect(writes.map(({ frames }) => frames)).toEqual([[1], [3], [2], [4]]);
  fanOut.flushAll();
  expect(writes).toHaveLength(4);
});

test('much is not gathered for long', () => {
  const { writes, fanOut } = setUp();
  const links = [1];
  fanOut.broadcast(ROOM, links, frame(1));
  for (let i = 0; i < 4; i++) fanOut.broadcast(ROOM, links, new Uint8Array(20_000));
  expect(writes).toHaveLength(2);
});

test('a room that is forgotten has written everything and leaves no timer', () => {
  const { clock, writes, fanOut } = setUp();
  const links = [1];
  for (const n of [1, 2]) fanOut.broadcast(ROOM, links, frame(n));
  fanOut.forgetAll();
  expect(writes.map(({ frames }) => frames)).toEqual([[1], [2]]);
  expect(clock.timers).toBe(0);
});
