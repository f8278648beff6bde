import { describe, expect, test, vi } from 'vitest';
import { limits } from '../../../../src/protocol/limits.js';
import { readBulk } from '../../../helpers/bulk-watch.js';
import { fileOf } from '../../../helpers/file-room.js';
import { createFileWorld, type Party } from '../../../helpers/file-world.js';

const hashes = vi.hoisted(() => ({ running: 0, most: 0 }));
vi.mock(import('../../../../src/crypto/large-hash.js'), async (original) => {
  const { hashLarge } = await original();
  /** As in a page: later, and those that began first are not done first. */
  return {
    hashLarge: async (bytes) => {
      hashes.running += 1;
      hashes.most = Math.max(hashes.most, hashes.running);
      for (let turns = 0; turns < 1 + ((bytes[0] ?? 0) % 3); turns++) await new Promise((resolve) => void setImmediate(resolve));
      hashes.running -= 1;
      return hashLarge(bytes);
    },
  };
});

const CHUNK = limits.fileChunkBytes;

async function scene() {
  const world = createFileWorld(2);
  const [ana, bob] = world.parties as [Party, Party];
  const file = fileOf(20 * CHUNK);
  const offering = ana.files.offer(file);
  for (let turns = 0; turns < 100; turns++) await world.turn();
  const offered = await offering;
  if (!offered.ok) throw new Error(offered.reason);
  await world.run(40);
  return { world, ana, bob, file, key: offered.value };
}

describe('where chunks are hashed elsewhere', () => {
  test('a file comes whole, and no chunk goes out twice', async () => {
    const { world, bob, file, key } = await scene();
    bob.files.get(key);
    await world.run(3_000);
    expect(Buffer.compare(bob.files.content(key) as Uint8Array, file.content)).toBe(0);
    expect(hashes.most).toBeGreaterThan(1);
    const numbers = world.sent.flatMap(({ frame }) => {
      const sent = readBulk(frame);
      return sent?.what === 'chunk' ? [sent.bulk.number] : [];
    });
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, number) => number));
  });

  test('one that is cancelled while it is checked stays cancelled, and is empty when it is asked for again', async () => {
    const { world, bob, file, key } = await scene();
    bob.files.get(key);
    while (!world.onItsWay.some(({ to, bulk }) => to === bob && bulk !== undefined)) {
      world.deliver();
      await world.turn();
    }
    const chunk = world.onItsWay.findIndex(({ to, bulk }) => to === bob && bulk !== undefined);
    world.deliver(chunk);
    bob.files.cancel(key);
    for (let turns = 0; turns < 10; turns++) await world.turn();
    expect(bob.transfers.get(key)).toEqual({ side: 'theirs', state: 'stopped', reason: 'self' });
    bob.files.get(key);
    expect(bob.transfers.get(key)).toEqual({ side: 'theirs', state: 'getting', bytes: 0 });
    await world.run(3_000);
    expect(Buffer.compare(bob.files.content(key) as Uint8Array, file.content)).toBe(0);
  });
});
