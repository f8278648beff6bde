import { describe, expect, test } from 'vitest';
import { limits } from '../../../../src/protocol/limits.js';
import { altered, onChunks, watchBulk } from '../../../helpers/bulk-watch.js';
import { contentOf, fileIn, fileOf, fileRoom, filesOf, get, has, offer, transferOf, until } from '../../../helpers/file-room.js';
import { losePlace } from '../../../helpers/private-room.js';
import type { Guest, RoomWorld } from '../../../helpers/room-world.js';

const CHUNK = limits.fileChunkBytes;

/** Until so many chunks have gone out. */
async function under(world: RoomWorld, watch: ReturnType<typeof watchBulk>, chunks: number): Promise<void> {
  for (let steps = 0; watch.chunks.length < chunks; steps++) {
    if (steps > 10_000) throw new Error('nothing goes out');
    if (!world.relay.step()) world.relay.clock.advance(5);
    await world.turn();
  }
}

/** ana offers, bob has asked, and some of it is here. */
async function halfway(mode: 'mls' | 'shared-key' = 'mls') {
  const room = await fileRoom(mode);
  const file = fileOf(30 * CHUNK);
  await offer(room.world, room.ana, file);
  const watch = watchBulk(room.world);
  get(room.bob);
  await under(room.world, watch, 12);
  return { ...room, file, watch };
}

async function comes(world: RoomWorld, bob: Guest, content: Uint8Array): Promise<void> {
  await until(world, () => transferOf(bob).state === 'here');
  expect(has(bob, content)).toBe(true);
}

describe('a file that is on its way', () => {
  test.each(['ana', 'bob'] as const)('goes on after a break of %s: hardly anything goes out twice', async (who) => {
    const { world, ana, bob, file, watch } = await halfway();
    ({ ana, bob })[who].wire().cut();
    await comes(world, bob, file.content);
    expect(watch.chunks.length).toBeLessThan(30 + 10);
    expect(watch.refused).toEqual([]);
  });

  test.each(['ana', 'bob'] as const)('goes on when %s comes to another place', async (who) => {
    const { world, ana, bob, file, watch } = await halfway();
    losePlace(world, { ana, bob }[who]);
    await comes(world, bob, file.content);
    expect(watch.chunks.length).toBeLessThan(30 + 10);
  });

  test('goes on when the room has another link', async () => {
    const { world, bob, file } = await halfway();
    expect(world.host.member.rotate()).toBe(true);
    await comes(world, bob, file.content);
  });

  test('waits while its owner is away, and goes on when it is back', async () => {
    const { world, ana, bob, file } = await halfway();
    world.relay.hooks.toRelay = (bytes, wire) => (wire === ana.wire() ? [] : [bytes]);
    ana.wire().cut('relay');
    await world.run(2_000);
    expect(transferOf(bob).state).toBe('waits');
    delete world.relay.hooks.toRelay;
    ana.wire().cut();
    await comes(world, bob, file.content);
  });

  test('waits when its owner says nothing any more, though nobody has seen it go', async () => {
    const { world, ana, bob, file } = await halfway();
    onChunks(world, () => []);
    await world.run(60_000, 500);
    expect(transferOf(bob).state).toBe('waits');
    delete world.relay.hooks.toMember;
    expect(ana.member.view.phase).toBe('joined');
    await comes(world, bob, file.content);
  });

  test('ends when its owner leaves', async () => {
    const { world, ana, bob } = await halfway();
    ana.member.leave();
    await world.run(10_000, 500);
    expect(transferOf(bob)).toEqual({ side: 'theirs', state: 'stopped', reason: 'gone' });
    expect(transferOf(world.host)).toEqual({ side: 'theirs', state: 'stopped', reason: 'gone' });
    expect(contentOf(bob)).toBeUndefined();
    expect(world.host.member.files.get(fileIn(world.host).key)).toEqual({ ok: false, reason: 'FILE_UNKNOWN' });
  });

  test('ends when its owner takes it back; who has it keeps it', async () => {
    const { world, ana, bob } = await halfway();
    await until(world, () => transferOf(bob).state === 'here');
    get(world.host);
    ana.member.files.cancel(fileIn(ana).key);
    expect(transferOf(ana)).toMatchObject({ side: 'ours', state: 'withdrawn' });
    await world.run(1_000);
    expect(transferOf(world.host)).toEqual({ side: 'theirs', state: 'stopped', reason: 'withdrawn' });
    expect(world.host.member.files.get(fileIn(world.host).key)).toEqual({ ok: false, reason: 'FILE_UNKNOWN' });
    expect(contentOf(bob)).toHaveLength(30 * CHUNK);
  });

  test('that was taken back while somebody was away is refused to it', async () => {
    const { world, ana, bob } = await fileRoom();
    await offer(world, ana, fileOf(CHUNK));
    // Whatever says so is lost.
    const key = fileIn(ana).key;
    bob.wire().cut();
    ana.member.files.cancel(key);
    await world.run(5_000);
    expect(transferOf(bob)).toMatchObject({ state: 'stopped', reason: 'withdrawn' });
  });

  test('is overwritten everywhere when its message is deleted', async () => {
    const { world, ana, bob } = await halfway();
    await until(world, () => transferOf(bob).state === 'here');
    const content = contentOf(bob) as Uint8Array;
    const { key } = fileIn(bob);
    expect(ana.member.remove(fileIn(ana).key).ok).toBe(true);
    await world.run(500);
    expect(content.every((byte) => byte === 0)).toBe(true);
    expect([bob.member.files.content(key), filesOf(bob), filesOf(ana)]).toEqual([undefined, [], []]);
  });

  test('comes whole though chunks are lost, doubled and changed on the way', async () => {
    const { world, ana, bob } = await fileRoom();
    const file = fileOf(30 * CHUNK);
    await offer(world, ana, file);
    const seen = new Map<number, number>();
    onChunks(world, ({ bulk: { number } }, bytes) => {
      const times = (seen.get(number) ?? 0) + 1;
      seen.set(number, times);
      if (number % 5 === 0 && times === 1) return [];
      if (number % 5 === 1 && times <= 2) return [altered(bytes)];
      return number % 5 === 2 ? [bytes, bytes] : undefined;
    });
    get(bob);
    await comes(world, bob, file.content);
  });

  test('is given up when a chunk is never what was announced, and says so', async () => {
    const { world, ana, bob } = await fileRoom();
    await offer(world, ana, fileOf(30 * CHUNK));
    const bad: number[] = [];
    onChunks(world, ({ bulk: { number } }, bytes) => {
      if (number !== 7) return undefined;
      bad.push(number);
      return [altered(bytes)];
    });
    get(bob);
    await until(world, () => transferOf(bob).state === 'stopped');
    expect(transferOf(bob)).toEqual({ side: 'theirs', state: 'stopped', reason: 'corrupt' });
    expect(bad.length).toBeGreaterThanOrEqual(3);
    expect(bad.length).toBeLessThan(20);
    await world.run(1_000);
    expect(transferOf(ana)).toMatchObject({ receivers: [] });
  });

  test('comes though receipts are lost', async () => {
    const { world, ana, bob } = await fileRoom();
    const file = fileOf(30 * CHUNK);
    await offer(world, ana, file);
    let receipts = 0;
    world.relay.hooks.toMember = (bytes) => (bytes[1] === 6 && bytes.length < 8_000 && (receipts += 1) % 3 !== 0 ? [] : [bytes]);
    get(bob);
    await comes(world, bob, file.content);
    await until(world, () => JSON.stringify(transferOf(ana)).includes('"has"'));
  });

  test('is taken back, with a sentence, when it has changed or cannot be read any more', async () => {
    for (const change of ['other bytes', 'fewer bytes', 'unreadable'] as const) {
      const { world, ana, bob } = await fileRoom('shared-key');
      const file = fileOf(30 * CHUNK);
      let reads = 0;
      await offer(world, ana, {
        ...file,
        read: (from, to) => {
          reads += 1;
          if (reads <= 4) return file.read(from, to);
          if (change === 'unreadable') return Promise.reject(new Error('gone'));
          return Promise.resolve(new Uint8Array(change === 'other bytes' ? to - from : 1));
        },
      });
      get(bob);
      await until(world, () => transferOf(bob).state === 'stopped');
      expect(transferOf(bob)).toMatchObject({ reason: 'withdrawn' });
      expect(ana.member.view.items.at(-1)).toMatchObject({ type: 'warning', code: 'FILE_CHANGED', why: 'photo.png' });
    }
  });
});
