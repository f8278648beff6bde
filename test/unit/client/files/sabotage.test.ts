import { describe, expect, test } from 'vitest';
import { sealChunk } from '../../../../src/client/files/chunks.js';
import type { Offer } from '../../../../src/client/offers.js';
import { encodeBulk } from '../../../../src/protocol/bulk-body.js';
import { encodeFile } from '../../../../src/protocol/file-body.js';
import { limits } from '../../../../src/protocol/limits.js';
import { fileOf } from '../../../helpers/file-room.js';
import { createFileWorld, type FileWorld, type Party } from '../../../helpers/file-world.js';

const CHUNK = limits.fileChunkBytes;

/** mallory is in the room and has what everybody has: offers, with their keys and tags. */
async function scene() {
  const world = createFileWorld(3);
  const [ana, bob, mallory] = world.parties as [Party, Party, Party];
  return { world, ana, bob, mallory };
}

async function offered(world: FileWorld, by: Party, chunks = 6) {
  const file = fileOf(chunks * CHUNK + by.id.charCodeAt(1));
  const key = await by.files.offer(file);
  if (!key.ok) throw new Error(key.reason);
  await world.run(40);
  const offer = world.parties.find((one) => one !== by)?.offers.get(key.value) as Offer;
  return { file, key: key.value, offer };
}

const has = (party: Party, key: number, content: Uint8Array): boolean =>
  Buffer.compare(party.files.content(key) ?? new Uint8Array(0), content) === 0;

const getOf = ({ id }: Offer, tag: Uint8Array = new Uint8Array(16)): Uint8Array =>
  encodeFile({ type: 'get', offer: id, key: new Uint8Array(32).fill(5), tag, have: new Uint8Array(1) });

describe('somebody in the room that wants no file to come', () => {
  test('cannot name its receipts as the chunks are named that others wait for', async () => {
    const { world, ana, bob, mallory } = await scene();
    const [own, others] = [await offered(world, ana), await offered(world, bob)];
    ana.files.heard(mallory.id, getOf(own.offer, others.offer.body.tag), false);
    ana.files.get(others.key);
    await world.run(2_000);
    expect(has(ana, others.key, others.file.content)).toBe(true);
  });

  test('cannot have it given up by chunks of its own, while those of its owner come', async () => {
    const { world, ana, bob } = await scene();
    const { key, file, offer } = await offered(world, ana);
    const forged = (number: number): Uint8Array =>
      encodeBulk({ tag: offer.body.tag, number, sealed: sealChunk(offer.body, number, new Uint8Array(CHUNK).fill(6)) });
    bob.files.get(key);
    for (let times = 0; times < 10; times++) for (let number = 0; number < 6; number++) bob.files.bulk(forged(number));
    expect(bob.transfers.get(key)).toMatchObject({ state: 'getting' });
    await world.run(2_000);
    expect(has(bob, key, file.content)).toBe(true);
  });

  test('cannot make a receiver answer, nor say that chunks were lost which are still on their way', async () => {
    const { world, ana, bob } = await scene();
    const { key, file, offer } = await offered(world, ana, 30);
    bob.files.get(key);
    for (let step = 0; !has(bob, key, file.content) && step < 4_000; step++) {
      bob.files.bulk(encodeBulk({ tag: offer.body.tag, number: 29, sealed: new Uint8Array(16) }));
      world.deliver();
      await world.turn();
      if (world.onItsWay.length === 0) world.clock.advance(5);
    }
    expect(has(bob, key, file.content)).toBe(true);
    expect(world.sent.filter(({ by }) => by === ana)).toHaveLength(31);
    expect(world.sent.filter(({ by }) => by === bob).length).toBeLessThanOrEqual(31);
  });

  test('cannot catch the chunks of a file by offering another under its tag', async () => {
    const { world, ana, bob, mallory } = await scene();
    const { key, file, offer } = await offered(world, ana);
    bob.offers.add({
      ...offer,
      key: 900,
      id: new Uint8Array(16).fill(9),
      from: mallory.id,
      body: { ...offer.body, key: new Uint8Array(32) },
    });
    bob.files.get(900);
    bob.files.get(key);
    await world.run(2_000);
    expect(has(bob, key, file.content)).toBe(true);
  });

  test('is not told each time that a file is gone: what its owner says itself would wait behind that', async () => {
    const { world, ana, mallory } = await scene();
    const { key, offer } = await offered(world, ana);
    ana.files.cancel(key);
    await world.run(100);
    for (let times = 0; times < 1_000; times++) ana.files.heard(mallory.id, getOf(offer), false);
    expect(world.onItsWay.filter(({ to }) => to === mallory)).toHaveLength(1);
    await world.run(10_000);
    ana.files.heard(mallory.id, getOf(offer), false);
    expect(world.onItsWay).toEqual([]);
    world.cut(mallory);
    world.back(mallory, true);
    ana.files.heard(mallory.id, getOf(offer), false);
    expect(world.onItsWay.filter(({ to }) => to === mallory)).toHaveLength(1);
  });
});
