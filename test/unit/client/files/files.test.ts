import { describe, expect, test } from 'vitest';
import { limits } from '../../../../src/protocol/limits.js';
import { watchBulk } from '../../../helpers/bulk-watch.js';
import { contentOf, fileIn, fileOf, fileRoom, filesOf, get, has, offer, transferOf, until } from '../../../helpers/file-room.js';

const CHUNK = limits.fileChunkBytes;

describe('a file', () => {
  test.each(['mls', 'shared-key', 'none'] as const)('comes to who asks for it, in mode %s', async (mode) => {
    const { world, ana, bob } = await fileRoom(mode);
    const file = fileOf(3 * CHUNK + 1);
    await offer(world, ana, file);
    expect(fileIn(bob).file).toEqual({
      name: 'photo.png',
      mime: 'image/png',
      bytes: file.bytes,
      transfer: { side: 'theirs', state: 'offered', bytes: 0 },
    });
    get(bob);
    await until(world, () => transferOf(bob).state === 'here');
    expect(has(bob, file.content)).toBe(true);
    await world.run(500);
    expect(transferOf(ana)).toMatchObject({ side: 'ours', state: 'offered', receivers: [{ bytes: file.bytes, state: 'has' }] });
    expect(filesOf(world.host)).toHaveLength(1);
    expect(transferOf(world.host)).toEqual({ side: 'theirs', state: 'offered', bytes: 0 });
  });

  test('goes nowhere before somebody asks', async () => {
    const { world, ana } = await fileRoom();
    const watch = watchBulk(world);
    await offer(world, ana, fileOf(5 * CHUNK));
    await world.run(30_000);
    expect(watch.chunks).toEqual([]);
  });

  test.each([1, 4_096, CHUNK - 1, CHUNK, CHUNK + 1, 10 * CHUNK])('of %i bytes comes whole', async (bytes) => {
    const { world, ana, bob } = await fileRoom('shared-key');
    const file = fileOf(bytes);
    await offer(world, ana, file);
    get(bob);
    await until(world, () => transferOf(bob).state === 'here');
    expect(has(bob, file.content)).toBe(true);
  });

  test('is sent once to those who ask together, and never beyond the credit', async () => {
    const { world, ana, bob } = await fileRoom();
    const watch = watchBulk(world);
    const file = fileOf(20 * CHUNK);
    await offer(world, ana, file);
    get(bob);
    get(world.host);
    await until(world, () => transferOf(bob).state === 'here' && transferOf(world.host).state === 'here');
    expect([has(bob, file.content), has(world.host, file.content)]).toEqual([true, true]);
    // The first few go out before the second has asked.
    expect(watch.chunks.length).toBeLessThan(30);
    expect(watch.chunks.some(({ receivers }) => receivers === 2)).toBe(true);
    expect(watch.refused).toEqual([]);
    await world.run(500);
    expect(transferOf(ana)).toMatchObject({ receivers: [{ state: 'has' }, { state: 'has' }] });
  });

  test('is shown as far as it has come, on both sides', async () => {
    const { world, ana, bob } = await fileRoom();
    await offer(world, ana, fileOf(40 * CHUNK));
    const seen: number[] = [];
    bob.member.on((event) => {
      if (event.type !== 'item-changed' || event.change !== 'transfer' || event.item.type !== 'message') return;
      const transfer = event.item.file?.transfer;
      if (transfer?.side === 'theirs' && transfer.state === 'getting') seen.push(transfer.bytes);
    });
    get(bob);
    await until(world, () => transferOf(bob).state === 'here');
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.every((bytes) => bytes % CHUNK === 0)).toBe(true);
  });

  test('waits while it is paused, and goes on', async () => {
    const { world, ana, bob } = await fileRoom();
    const file = fileOf(60 * CHUNK);
    await offer(world, ana, file);
    get(bob);
    // In the middle of it.
    for (let i = 0; i < 60; i++) world.relay.step();
    await world.turn();
    for (let i = 0; i < 20; i++) world.relay.step();
    bob.member.files.pause(fileIn(bob).key);
    expect(transferOf(bob).state).toBe('paused');
    await world.run(5_000);
    expect(transferOf(bob).state).toBe('paused');
    expect(transferOf(ana)).toMatchObject({ receivers: [{ state: 'paused' }] });
    const watch = watchBulk(world);
    await world.run(60_000);
    expect(watch.chunks).toEqual([]);
    get(bob);
    await until(world, () => transferOf(bob).state === 'here');
    expect(has(bob, file.content)).toBe(true);
  });

  test('that was cancelled is overwritten, and can be asked for again', async () => {
    const { world, ana, bob } = await fileRoom();
    const file = fileOf(2 * CHUNK);
    await offer(world, ana, file);
    get(bob);
    await until(world, () => transferOf(bob).state === 'here');
    const content = contentOf(bob) as Uint8Array;
    bob.member.files.cancel(fileIn(bob).key);
    expect(content.every((byte) => byte === 0)).toBe(true);
    expect([contentOf(bob), transferOf(bob)]).toEqual([undefined, { side: 'theirs', state: 'stopped', reason: 'self' }]);
    get(bob);
    await until(world, () => transferOf(bob).state === 'here');
    expect(has(bob, file.content)).toBe(true);
  });

  test.each(['leave', 'wipe'] as const)('is overwritten by %s', async (end) => {
    const { world, ana, bob } = await fileRoom('shared-key');
    await offer(world, ana, fileOf(2 * CHUNK));
    get(bob);
    await until(world, () => transferOf(bob).state === 'here');
    const content = contentOf(bob) as Uint8Array;
    bob.member[end]();
    expect(content.every((byte) => byte === 0)).toBe(true);
    expect(bob.member.files.get(1)).toEqual({ ok: false, reason: 'NOT_DELIVERED' });
    await expect(bob.member.files.offer(fileOf(1))).resolves.toEqual({ ok: false, reason: 'NOT_DELIVERED' });
  });

  test('that is offered to one alone is seen and had by nobody else', async () => {
    const { world, ana, bob } = await fileRoom();
    const file = fileOf(3 * CHUNK);
    await offer(world, ana, file, bob);
    await until(world, () => filesOf(bob).length > 0);
    expect([fileIn(bob).private?.with.nick, fileIn(ana).private?.with.nick, filesOf(world.host)]).toEqual(['ana', 'bob', []]);
    get(bob);
    await until(world, () => transferOf(bob).state === 'here');
    expect(has(bob, file.content)).toBe(true);
  });

  test('is offered to one alone where there are private messages', async () => {
    const { ana, bob } = await fileRoom('shared-key');
    await expect(ana.member.files.offer(fileOf(1), bob.member.view.self.id)).resolves.toEqual({ ok: false, reason: 'PRIVATE_NONE' });
    expect(filesOf(ana)).toEqual([]);
  });

  test('nobody has to keep more than two on their way at a time, and all of them come', async () => {
    const { world, ana, bob } = await fileRoom('shared-key');
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const [at, name] of names.entries()) await offer(world, ana, fileOf((at + 2) * CHUNK, name));
    const asked = new Set<string>();
    const most = { at: 0 };
    world.relay.onEvent = () => {
      const states = names.map((name) => [name, transferOf(bob, name)] as const);
      for (const [name, transfer] of states)
        if (transfer.side === 'theirs' && transfer.state === 'getting' && transfer.bytes > 0) asked.add(name);
      most.at = Math.max(most.at, [...asked].filter((name) => transferOf(bob, name).state === 'getting').length);
    };
    for (const name of names) get(bob, name);
    await until(world, () => names.every((name) => transferOf(bob, name).state === 'here'));
    expect(most.at).toBeLessThanOrEqual(2);
    for (const [at, name] of names.entries()) expect(has(bob, fileOf((at + 2) * CHUNK).content, name)).toBe(true);
  });
});
