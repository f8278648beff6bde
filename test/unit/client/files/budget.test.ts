import { describe, expect, test } from 'vitest';
import type { FileSource } from '../../../../src/client/member-api.js';
import { Bits } from '../../../../src/client/files/bits.js';
import { Delivery } from '../../../../src/client/files/delivery.js';
import { nextChunk } from '../../../../src/client/files/next-chunk.js';
import { ChunkSource } from '../../../../src/client/files/chunk-source.js';
import { OwnFile } from '../../../../src/client/files/own-file.js';
import { ids } from '../../../../src/protocol/ids.js';
import { limits } from '../../../../src/protocol/limits.js';
import { fileOf } from '../../../helpers/file-room.js';
import { createFileWorld, type Party } from '../../../helpers/file-world.js';

const CHUNK = limits.fileChunkBytes;
/** As large as a file may be; every piece of it is the same zeros. */
const zeros: FileSource = {
  name: 'zeros',
  mime: '',
  bytes: limits.fileBytes,
  read: (from, to) => Promise.resolve(new Uint8Array(to - from)),
};

describe('files that are offered', () => {
  test.each([
    ['FILE_EMPTY', { bytes: 0 }],
    ['FILE_EMPTY', { bytes: Number.NaN }],
    ['FILE_TOO_LARGE', { bytes: limits.fileBytes + 1 }],
    ['FILE_EMPTY', { read: () => Promise.reject(new Error('no')) }],
    ['FILE_EMPTY', { read: () => Promise.resolve(new Uint8Array(1)) }],
  ])('are refused: %s', async (reason, change) => {
    const world = createFileWorld(2);
    const [ana] = world.parties as [Party];
    await expect(ana.files.offer({ ...fileOf(CHUNK), ...change })).resolves.toEqual({ ok: false, reason });
    expect(world.onItsWay).toEqual([]);
  });

  test('are 64 MiB at most, those that are still read among them', async () => {
    const [ana] = createFileWorld(2).parties as [Party];
    const five = await Promise.all(Array.from({ length: 5 }, () => ana.files.offer(zeros)));
    expect(five.map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
    expect(five[4]).toEqual({ ok: false, reason: 'FILE_BUDGET' });
    if (five[0]?.ok === true) ana.files.cancel(five[0].value);
    expect((await ana.files.offer(zeros)).ok).toBe(true);
  });

  test('are 64 at most: nobody would show more', async () => {
    const [ana] = createFileWorld(2).parties as [Party];
    for (let i = 0; i < 64; i++) expect((await ana.files.offer(fileOf(1))).ok).toBe(true);
    await expect(ana.files.offer(fileOf(1))).resolves.toEqual({ ok: false, reason: 'FILE_BUDGET' });
  });
});

describe('files that are fetched', () => {
  test('are 64 MiB at most, and what is dropped makes room', async () => {
    const world = createFileWorld(3);
    const [ana, bob, carl] = world.parties as [Party, Party, Party];
    const keys: number[] = [];
    for (const [at, owner] of [ana, ana, ana, ana, bob].entries()) {
      const offered = await owner.files.offer(zeros);
      if (!offered.ok) throw new Error(`${at} ${offered.reason}`);
      keys.push(offered.value);
    }
    while (world.onItsWay.length > 0) world.deliver();
    const got = keys.map((key) => carl.files.get(key));
    expect(got.map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
    expect(got[4]).toEqual({ ok: false, reason: 'FILE_BUDGET' });
    carl.files.cancel(keys[0] as number);
    expect(carl.files.get(keys[4] as number).ok).toBe(true);
  });

  test('of an owner who has gone give way to another', async () => {
    const world = createFileWorld(3);
    const [ana, bob, carl] = world.parties as [Party, Party, Party];
    const keys: number[] = [];
    for (const owner of [ana, ana, ana, ana, bob]) {
      const offered = await owner.files.offer(zeros);
      if (offered.ok) keys.push(offered.value);
    }
    while (world.onItsWay.length > 0) world.deliver();
    for (const key of keys.slice(0, 4)) carl.files.get(key);
    world.leave(ana);
    expect(carl.transfers.get(keys[0] as number)).toEqual({ side: 'theirs', state: 'stopped', reason: 'gone' });
    expect(carl.files.get(keys[4] as number).ok).toBe(true);
  });

  test('that nobody offers are not known', () => {
    const [ana] = createFileWorld(2).parties as [Party];
    expect(ana.files.get(7)).toEqual({ ok: false, reason: 'FILE_UNKNOWN' });
    ana.files.pause(7);
    ana.files.cancel(7);
    expect(ana.files.content(7)).toBeUndefined();
  });
});

describe('who gets what next', () => {
  const deliveryTo = (file: OwnFile, n: number, have: readonly number[] = []): Delivery => {
    const bits = new Bits(4);
    for (const at of have) bits.set(at);
    const id = ids.member(Uint8Array.from({ length: 32 }, () => n));
    const asked = {
      by: id,
      place: ids.conn(new Uint8Array(16).fill(n)),
      key: new Uint8Array(32),
      tag: new Uint8Array(16).fill(n),
      have: bits,
    };
    const delivery = new Delivery(asked, 0);
    file.deliveries.set(id, delivery);
    return delivery;
  };
  const ownFile = (): OwnFile => {
    const body = { bytes: 4 * CHUNK, key: new Uint8Array(32), tag: new Uint8Array(16), name: 'a', mime: '', hashes: new Uint8Array(128) };
    return new OwnFile({ key: 1, id: new Uint8Array(16) }, body, new ChunkSource(fileOf(4 * CHUNK)), undefined);
  };

  test('is what most of them lack, for all of these at once', () => {
    const file = ownFile();
    const [late, early] = [deliveryTo(file, 1), deliveryTo(file, 2, [0, 1])];
    expect(nextChunk([file])).toEqual({ file, number: 2, deliveries: [late, early] });
  });

  test('is for at most 64 with one frame; the others are next', () => {
    const file = ownFile();
    for (let n = 1; n <= 70; n++) deliveryTo(file, n);
    const first = nextChunk([file]);
    expect(first?.deliveries.length).toBe(64);
    for (const delivery of first?.deliveries ?? []) {
      delivery.turn = 1;
      delivery.sent(0, 0);
    }
    expect(nextChunk([file])).toMatchObject({ number: 0, deliveries: { length: 6 } });
  });

  test('waits for nobody who is slow, paused, or has it all', () => {
    const file = ownFile();
    const [slow, paused] = [deliveryTo(file, 1), deliveryTo(file, 2)];
    deliveryTo(file, 3, [0, 1, 2, 3]);
    const quick = deliveryTo(file, 4);
    slow.sent(0, 0);
    paused.paused = true;
    expect(nextChunk([file])?.deliveries).toEqual([quick]);
    file.deliveries.delete(quick.by);
    expect(nextChunk([file])).toBeUndefined();
  });

  test('is known by receipts that each count once, and are counted anew with another tag', () => {
    const delivery = deliveryTo(ownFile(), 1);
    expect([1, 1, 3, 2, 3, 4].map((number) => delivery.isNew(number))).toEqual([true, false, true, false, false, true]);
    const asked = { by: delivery.by, place: delivery.place, key: new Uint8Array(32), have: new Bits(4) };
    delivery.again({ ...asked, tag: delivery.tag }, 0);
    expect(delivery.isNew(4)).toBe(false);
    delivery.again({ ...asked, tag: new Uint8Array(16).fill(9) }, 0);
    expect(delivery.isNew(1)).toBe(true);
  });

  test('goes in turns among the files', () => {
    const files = [ownFile(), ownFile()];
    const [first, second] = files.map((file, at) => deliveryTo(file, at + 1)) as [Delivery, Delivery];
    first.turn = 2;
    second.turn = 1;
    expect(nextChunk(files)?.deliveries).toEqual([second]);
  });
});
