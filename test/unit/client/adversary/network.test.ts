import { describe, expect, test } from 'vitest';
import { encodeFrame, type Frame } from '../../../../src/protocol/frame.js';
import { adversaryRoom, expectTalk, expectTogether, frameOf, inject, withhold } from '../../../helpers/adversary-room.js';
import type { Guest, RoomWorld } from '../../../helpers/room-world.js';
import { itemsOf, warningsOf } from '../../../helpers/seen.js';
import { seededNumbers, seededRandom } from '../../../helpers/seeded-random.js';

const isApp = ({ type }: Frame): boolean => type === 'APP';
const numbers = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `number ${from + i}`);

async function say(world: RoomWorld, who: Guest, texts: readonly string[]): Promise<void> {
  for (const text of texts) who.member.say({ text });
  await world.run(1_000);
}

describe('a relay that puts messages in another order', () => {
  test('of 32, shows all of them, each once', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    await say(world, ana, ['first']);
    const { held, undo } = withhold(world, ben, isApp);
    await say(world, ana, numbers(0, 32));
    undo();
    for (const frame of held.toReversed()) inject(ben, frame, frame.seq);
    await world.run(1_000);
    expect(ben.texts('ana').toSorted()).toEqual(['first', ...numbers(0, 32)].toSorted());
    await expectTalk(world, host, ana, ben);
  });

  test('and gives them twice besides, still shows each once', async () => {
    const { world, ana, ben } = await adversaryRoom();
    const { held, undo } = withhold(world, ben, isApp);
    await say(world, ana, numbers(0, 20));
    undo();
    for (const frame of [...held.toReversed(), ...held]) inject(ben, frame, frame.seq);
    await world.run(1_000);
    expect(ben.texts('ana').toSorted()).toEqual(numbers(0, 20).toSorted());
  });
});

describe('a relay that keeps messages back', () => {
  test('in the middle, is found out by the next one: the person sees how many did not arrive, and from whom', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    await say(world, ana, ['first']);
    const { undo } = withhold(world, ben, isApp);
    await say(world, ana, ['lost', 'lost too']);
    undo();
    await say(world, ana, ['last']);
    expect([ben.texts('ana'), warningsOf(ben)]).toEqual([['first', 'last'], []]);
    expect(itemsOf(ben, 'missing')).toMatchObject([{ count: 2, member: { nick: 'ana' } }]);
    expect(itemsOf(host, 'missing')).toEqual([]);
    await expectTalk(world, host, ana, ben);
  });

  test('at the end, is found out within 30 s, though nobody speaks any more', async () => {
    const { world, ana, ben } = await adversaryRoom();
    await say(world, ana, ['first']);
    await world.run(12_000, 500);
    const { undo } = withhold(world, ben, isApp);
    await say(world, ana, ['lost']);
    undo();
    await world.run(29_000, 500);
    expect(itemsOf(ben, 'missing')).toMatchObject([{ count: 1, member: { nick: 'ana' } }]);
  });

  test('all of one member’s, is found out by what the others have counted', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    await say(world, ana, ['first']);
    await world.run(12_000, 500);
    const anas = new Set<string>();
    world.relay.hooks.toRelay = (bytes, wire) => {
      if (wire === ana.wire()) anas.add(Buffer.from(frameOf(bytes).body).toString('hex'));
      return [bytes];
    };
    withhold(world, ben, ({ type, body }) => type === 'APP' && anas.has(Buffer.from(body).toString('hex')));
    await say(world, ana, ['lost', 'lost too']);
    await world.run(60_000, 500);
    expect(itemsOf(ben, 'missing')).toMatchObject([{ count: 2, member: { nick: 'ana' } }]);
    expect(host.texts('ana')).toEqual(['first', 'lost', 'lost too']);
  });

  test('a commit, does not leave anybody behind: who missed it is let in again, and sees the gap', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const { undo } = withhold(world, ben, ({ type }) => type === 'COMMIT');
    const cem = world.guest('cem');
    await world.run(1_000);
    undo();
    await say(world, ana, ['to the new group']);
    await world.run(50_000, 500);
    expectTogether(host, ana, ben, cem);
    expect(itemsOf(ben, 'absent').length + itemsOf(ben, 'missing').length).toBeGreaterThan(0);
    await expectTalk(world, host, ana, ben, cem);
  });
});

describe('a member that is let in a second time, because nobody confirmed the first', () => {
  test('misses nothing that somebody says who has not heard of it yet', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const cem = world.guest('cem');
    const [fromHost, slow] = [new Set<string>(), [] as Uint8Array[]];
    world.relay.hooks.toRelay = (bytes, wire) => {
      const { type, body } = frameOf(bytes);
      if (wire.inside && type === 'APP') fromHost.add(Buffer.from(body).toString('hex'));
      if (wire !== ana.wire() || type !== 'APP') return [bytes];
      slow.push(bytes);
      return [];
    };
    const commits: Uint8Array[] = [];
    world.relay.hooks.toMember = (bytes, wire) => {
      const { type, body } = frameOf(bytes);
      if (wire === cem.wire() && type === 'COMMIT') commits.push(body);
      return wire === cem.wire() && fromHost.has(Buffer.from(body).toString('hex')) ? [] : [bytes];
    };
    await world.run(2_000);
    ana.member.say({ text: 'in the epoch before' });
    for (let i = 0; i < 400 && commits.length < 2; i++) await world.run(100);
    expect([commits.length, cem.member.view.phase]).toEqual([2, 'joined']);
    delete world.relay.hooks.toRelay;
    for (const bytes of slow) ana.wire().inject('relay', bytes);
    await world.run(1_000);
    expect([cem.texts('ana'), ben.texts('ana')]).toEqual([['in the epoch before'], ['in the epoch before']]);
    delete world.relay.hooks.toMember;
    await world.run(60_000, 500);
    await expectTalk(world, host, ana, ben, cem);
  });
});

describe('a relay that alters what it passes on', () => {
  const changes: readonly (readonly [string, (frame: Frame) => Frame])[] = [
    ['the type', (frame) => ({ ...frame, type: 'DM' })],
    ['the type to that of a commit', (frame) => ({ ...frame, type: 'COMMIT' })],
    ['the generation', (frame) => ({ ...frame, gen: frame.gen + 1 })],
    ['the epoch, up', (frame) => ({ ...frame, epoch: frame.epoch + 1 })],
    ['the epoch, down', (frame) => ({ ...frame, epoch: frame.epoch - 1 })],
    ['the length', (frame) => ({ ...frame, body: frame.body.slice(0, -1) })],
    ['the nonce', (frame) => ({ ...frame, body: flipped(frame.body, 3) })],
    ['the message', (frame) => ({ ...frame, body: flipped(frame.body, 200) })],
    ['everything', (frame) => ({ ...frame, body: new Uint8Array(frame.body.length) })],
  ];

  test.each(changes)('%s, shows nothing of it, and what follows is shown', async (_, change) => {
    const { world, host, ana, ben } = await adversaryRoom();
    await say(world, ana, ['first']);
    world.relay.hooks.toMember = (bytes, wire) => {
      const frame = frameOf(bytes);
      return wire === ben.wire() && frame.type === 'APP' ? [encodeFrame(change(frame))] : [bytes];
    };
    await say(world, ana, ['altered']);
    delete world.relay.hooks.toMember;
    await say(world, ana, ['last']);
    expect(ben.texts('ana')).toEqual(['first', 'last']);
    expect(itemsOf(ben, 'missing')).toMatchObject([{ count: 1, member: { nick: 'ana' } }]);
    expect(itemsOf(ben, 'absent')).toEqual([]);
    await expectTalk(world, host, ana, ben);
  });

  test.each(['COMMIT', 'WELCOME'] as const)('any bit of a %s, lets nobody in wrongly, and everybody in soon', async (type) => {
    const { world, host, ana, ben } = await adversaryRoom();
    const pick = seededNumbers(9);
    world.relay.hooks.toMember = (bytes) => (frameOf(bytes).type === type ? [flipped(bytes, 26 + pick(bytes.length - 26))] : [bytes]);
    const cem = world.guest('cem');
    await world.run(3_000);
    expect([cem.member.view.phase === 'joined' && cem.member.view.confirmed, cem.texts()]).toEqual([false, []]);
    delete world.relay.hooks.toMember;
    await world.run(60_000, 500);
    await expectTalk(world, host, ana, ben, cem);
  });

  test('with 100,000 frames of noise and pieces of real ones, shows nothing and breaks nothing', { timeout: 60_000 }, async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const [random, pick, real] = [seededRandom(3), seededNumbers(4), [] as Uint8Array[]];
    world.relay.hooks.toMember = (bytes) => {
      real.push(bytes.slice());
      return [bytes];
    };
    await say(world, ana, ['first']);
    delete world.relay.hooks.toMember;
    for (let i = 0; i < 100_000; i++) {
      const source = real[pick(real.length)] as Uint8Array;
      const noise = [
        () => random(pick(80)),
        () => source.slice(0, pick(source.length)),
        () => flipped(source, pick(source.length)),
        () => encodeFrame({ type: 'APP', gen: 0, epoch: pick(4), seq: 9_000 + i, to: [], body: random(pick(300)) }),
      ][pick(4)]?.();
      // Control frames can end a connection: that is the relay's right.
      if (noise !== undefined && (noise[1] ?? 0) < 64) ben.wire().inject('member', noise);
      if (i % 500 === 0) await world.settle();
    }
    await world.run(1_000);
    expect([ben.texts(), ben.member.view.phase]).toEqual([['first'], 'joined']);
    expect([...new Set(warningsOf(ben))]).toEqual(['MESSAGES_REFUSED']);
    await expectTalk(world, host, ana, ben);
  });
});

const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, i) => (i === at ? byte ^ (1 << (at % 8)) : byte));
