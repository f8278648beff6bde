import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sealChunk } from '../../../../src/client/files/chunks.js';
import { sealReceipt } from '../../../../src/client/files/receipt.js';
import { Bits } from '../../../../src/client/files/bits.js';
import { Messages } from '../../../../src/client/messages/messages.js';
import type { Offer } from '../../../../src/client/offers.js';
import type { ViewMember } from '../../../../src/client/view.js';
import { encodeBulk, parseBulk } from '../../../../src/protocol/bulk-body.js';
import { encodeFile, parseFile } from '../../../../src/protocol/file-body.js';
import { parseFrame } from '../../../../src/protocol/frame.js';
import { limits } from '../../../../src/protocol/limits.js';
import { chunksOf, encodeOffer } from '../../../../src/protocol/offer-body.js';
import { createFakeClock } from '../../../helpers/fake-clock.js';
import { fileOf } from '../../../helpers/file-room.js';
import { createFileWorld, type FileWorld, type Party } from '../../../helpers/file-world.js';

const CHUNK = limits.fileChunkBytes;

/** ana offers a file; bob has asked for it, carl has not. */
async function scene(chunks = 6) {
  const world = createFileWorld(3);
  const [ana, bob, carl] = world.parties as [Party, Party, Party];
  const file = fileOf(chunks * CHUNK);
  const offered = await ana.files.offer(file);
  if (!offered.ok) throw new Error(offered.reason);
  await world.run(40);
  const key = offered.value;
  return { world, ana, bob, carl, file, key, offer: carl.offers.get(key) as Offer };
}

const has = (party: Party, key: number, content: Uint8Array): boolean =>
  Buffer.compare(party.files.content(key) ?? new Uint8Array(0), content) === 0;

/** Until a chunk is on its way to bob, before anything of it has come. */
async function asked({ world, bob, key }: { readonly world: FileWorld; readonly bob: Party; readonly key: number }): Promise<void> {
  bob.files.get(key);
  while (!world.onItsWay.some(({ to, bulk }) => to === bob && bulk !== undefined)) {
    world.deliver();
    await world.turn();
  }
}

describe('somebody in the room who means ill', () => {
  test('cannot put another chunk in the place of one: it has the key, and not the hash', async () => {
    const room = await scene();
    const { world, bob, file, key, offer } = room;
    await asked(room);
    const forged = encodeBulk({ tag: offer.body.tag, number: 3, sealed: sealChunk(offer.body, 3, new Uint8Array(CHUNK).fill(6)) });
    bob.files.bulk(forged);
    expect(bob.transfers.get(key)).toMatchObject({ state: 'getting' });
    await world.run(500);
    expect(has(bob, key, file.content)).toBe(true);
  });

  test('says nothing to who has asked for nothing, or for something else', async () => {
    const { bob, carl, file, key, offer } = await scene();
    const chunk = file.content.subarray(0, CHUNK);
    carl.files.bulk(encodeBulk({ tag: offer.body.tag, number: 0, sealed: sealChunk(offer.body, 0, chunk) }));
    bob.files.get(key);
    bob.files.bulk(encodeBulk({ tag: new Uint8Array(16), number: 0, sealed: sealChunk(offer.body, 0, chunk) }));
    expect([carl.files.content(key), bob.transfers.get(key)]).toEqual([undefined, { side: 'theirs', state: 'getting', bytes: 0 }]);
  });

  test('cannot say what somebody else has: a receipt needs its key, and counts once', async () => {
    const room = await scene();
    const { world, ana, bob, file, key } = room;
    await asked(room);
    const all = new Bits(6, Uint8Array.of(0xfc));
    const tagOf = (): Uint8Array => {
      const receipt = world.sent.find(({ by }) => by === bob);
      const frame = parseFrame(receipt?.frame ?? new Uint8Array(0));
      return frame.ok ? frame.value.body.slice(0, 16) : new Uint8Array(16);
    };
    while (!world.sent.some(({ by }) => by === bob)) {
      world.deliver();
      await world.turn();
    }
    for (const number of [2, 9, 1_000])
      ana.files.bulk(encodeBulk({ tag: tagOf(), number, sealed: sealReceipt(new Uint8Array(32), number, { last: 5, have: all }) }));
    const first = world.sent.filter(({ by }) => by === bob)[0]?.frame ?? new Uint8Array(0);
    await world.run(500);
    expect(has(bob, key, file.content)).toBe(true);
    const sent = world.sent.length;
    const frame = parseFrame(first);
    if (frame.ok) ana.files.bulk(frame.value.body);
    await world.run(500);
    expect(world.sent.length).toBe(sent);
  });

  test('who asks with a bitmap of another size, or for what is not there, gets nothing', async () => {
    const { world, ana, carl, offer } = await scene();
    const ask = (id: Uint8Array, have: Uint8Array): void =>
      void ana.files.heard(carl.id, encodeFile({ type: 'get', offer: id, key: new Uint8Array(32), tag: new Uint8Array(16), have }), false);
    ask(offer.id, new Uint8Array(2));
    ask(offer.id, Uint8Array.of(1));
    ask(new Uint8Array(16), new Uint8Array(1));
    await world.run(500);
    expect(world.sent).toEqual([]);
  });

  test('who asks again and again gets each chunk no more often than the relay takes', async () => {
    const { world, ana, carl, offer } = await scene();
    const get = { type: 'get', offer: offer.id, key: new Uint8Array(32), tag: new Uint8Array(16), have: new Uint8Array(1) } as const;
    for (let i = 0; i < 500; i++) ana.files.heard(carl.id, encodeFile(get), false);
    await world.run(20);
    expect(ana.credit).toBeGreaterThanOrEqual(0);
    expect(world.sent.length).toBeLessThanOrEqual(2);
  });

  test('cannot take back what is not its own, nor stop it for others', async () => {
    const room = await scene();
    const { world, ana, bob, carl, file, key, offer } = room;
    await asked(room);
    bob.files.heard(carl.id, encodeFile({ type: 'withdrawn', offer: offer.id }), false);
    for (const type of ['pause', 'stop', 'withdrawn'] as const) ana.files.heard(carl.id, encodeFile({ type, offer: offer.id }), false);
    await world.run(500);
    expect(has(bob, key, file.content)).toBe(true);
  });

  test('gets nothing of what was offered to another alone', async () => {
    const { world, ana, bob, carl } = await scene();
    const file = fileOf(CHUNK, 'secret.txt');
    await ana.files.offer(file, bob.id);
    await world.run(40);
    const { id } = carl.offers.all.at(-1) as Offer;
    const get = encodeFile({ type: 'get', offer: id, key: new Uint8Array(32), tag: new Uint8Array(16), have: new Uint8Array(1) });
    ana.files.heard(carl.id, get, false);
    ana.files.heard(carl.id, get, true);
    ana.files.heard(bob.id, get, false);
    await world.run(500);
    expect(world.sent).toEqual([]);
    ana.files.heard(bob.id, get, true);
    await world.run(100);
    expect(world.sent.length).toBeGreaterThan(0);
  });

  test('makes nobody stumble, whatever it sends', async () => {
    const { bob, key } = await scene();
    bob.files.get(key);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        bob.files.bulk(bytes);
        bob.files.heard(bob.id, bytes, false);
        const [file, bulk] = [parseFile(bytes), parseBulk(bytes)];
        if (file.ok) expect(encodeFile(file.value)).toEqual(bytes);
        if (bulk.ok) expect(encodeBulk(bulk.value)).toEqual(bytes);
      }),
    );
  });
});

const mallory = { id: 'm'.repeat(16), nick: 'mallory', shown: 'mallory', self: false } as unknown as ViewMember;

/** A view that mallory offers files to. */
function shown() {
  const warnings: string[] = [];
  const messages = new Messages({
    clock: createFakeClock(),
    self: () => undefined,
    members: () => [mallory],
    emit: () => undefined,
    warn: (code, why) => void warnings.push(`${code} ${why}`),
    file: () => true,
  });
  const offer = (n: number, body: Uint8Array): boolean =>
    messages.heard(mallory, {
      kind: 'offer',
      id: Uint8Array.from({ length: 16 }, (_, at) => (n >> (8 * at)) & 255),
      n,
      p: new Uint8Array(32),
      body,
    });
  return { messages, warnings, offer };
}

const offerOf = (bytes: number, name = 'a.png', hashes = chunksOf(bytes)): Uint8Array =>
  encodeOffer({ bytes, key: new Uint8Array(32), tag: new Uint8Array(16), name, mime: 'Text/HTML', hashes: new Uint8Array(32 * hashes) });

describe('offers', () => {
  test('of a thousand files by one member are shown up to 64, with a sentence, and nothing is kept for the bytes', () => {
    const { messages, warnings, offer } = shown();
    for (let n = 0; n < 1_000; n++) expect(offer(n, offerOf(limits.fileBytes))).toBe(true);
    expect([messages.offers.all.length, messages.log.messages.length]).toEqual([64, 64]);
    expect(new Set(warnings)).toEqual(new Set(['FILE_MANY mallory']));
    const held = messages.offers.all.reduce((sum, { body }) => sum + body.hashes.buffer.byteLength, 0);
    expect(held).toBeLessThan(1_000_000);
  });

  test('that lie about their size are refused', () => {
    const { messages, offer } = shown();
    expect([offer(1, offerOf(CHUNK, 'a', 2)), offer(2, offerOf(2 * CHUNK, 'a', 1)), offer(3, offerOf(limits.fileBytes + 1))]).toEqual([
      false,
      false,
      false,
    ]);
    expect(messages.log.messages).toEqual([]);
  });

  test('have names and types that can be shown', () => {
    const { messages, offer } = shown();
    offer(1, offerOf(1, '../../\u202egnp.exe'));
    expect(messages.log.messages[0]?.file).toMatchObject({ name: 'gnp.exe', mime: 'text/html' });
  });

  test('that are taken back make room for others', () => {
    const { messages, offer } = shown();
    for (let n = 0; n < 64; n++) offer(n, offerOf(1));
    messages.heard(mallory, { kind: 'delete', id: new Uint8Array(16), n: 99, p: new Uint8Array(32), body: new Uint8Array(16) });
    expect(messages.offers.all.length).toBe(63);
    offer(64, offerOf(1));
    expect(messages.offers.all.length).toBe(64);
  });
});
