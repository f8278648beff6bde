import { describe, expect, test } from 'vitest';
import { frameTypes } from '../../../src/protocol/frame-type.js';
import { limits } from '../../../src/protocol/limits.js';
import { DecayingScore, frameCost } from '../../../src/core/decaying-score.js';
import { createRoomWorld, type Guest, type RoomWorld } from '../../helpers/room-world.js';
import { itemsOf, warningsOf } from '../../helpers/seen.js';

async function pair(): Promise<{ world: RoomWorld; ana: Guest }> {
  const world = await createRoomWorld({ mode: 'none' });
  const ana = world.guest('ana');
  await world.run(2_000);
  return { world, ana };
}
const isApp = (bytes: Uint8Array): boolean => bytes[1] === frameTypes.APP;

describe('what may be said', () => {
  test.each(['', '   ', '\n\t', '\u3000'])('%j is nothing to send', async (text) => {
    const { ana } = await pair();
    expect(ana.member.say({ text })).toEqual({ ok: false, reason: 'TEXT_EMPTY' });
    expect([itemsOf(ana, 'message'), ana.member.waiting]).toEqual([[], 0]);
  });

  test('has at most 16,000 bytes, and so much arrives whole', async () => {
    const { world, ana } = await pair();
    for (const text of ['x'.repeat(limits.textBytes + 1), 'é'.repeat(limits.textBytes / 2 + 1)]) {
      expect(ana.member.say({ text })).toEqual({ ok: false, reason: 'TEXT_TOO_LONG' });
    }
    const most = ['x'.repeat(limits.textBytes), 'é'.repeat(limits.textBytes / 2), '😀'.repeat(limits.textBytes / 4)];
    for (const text of most) expect(ana.member.say({ text }).ok).toBe(true);
    await world.run(1_000);
    expect(world.host.texts('ana')).toEqual(most);
  });

  test('keeps style and what it answers', async () => {
    const { world, ana } = await pair();
    const first = world.host.member.say({ text: 'who is here?' });
    await world.run(500);
    const id = first.ok ? first.value : '';
    ana.member.say({ text: 'waves', style: 'me', replyTo: id });
    await world.run(500);
    expect(itemsOf(world.host, 'message').at(-1)).toMatchObject({
      text: 'waves',
      style: 'me',
      replyTo: id,
      from: { nick: 'ana', self: false },
    });
    expect(itemsOf(ana, 'message')[0]).toMatchObject({ id, text: 'who is here?', state: 'sent' });
  });

  test('waits until there are 1,000, and is refused then', async () => {
    const { ana } = await pair();
    const answers = Array.from({ length: 1_001 }, (_, n) => ana.member.say({ text: String(n) }));
    expect(answers.findIndex(({ ok }) => !ok)).toBe(1_000);
    expect(answers.at(-1)).toEqual({ ok: false, reason: 'RATE' });
    expect(ana.member.waiting).toBe(1_000);
  });

  test('is nothing any more when the member has ended', async () => {
    const { ana } = await pair();
    ana.member.leave();
    expect(ana.member.say({ text: 'late' })).toEqual({ ok: false, reason: 'NOT_DELIVERED' });
  });
});

describe('what is said', () => {
  test('is "sending" until the relay has ordered it, then "sent"', async () => {
    const { world, ana } = await pair();
    ana.member.say({ text: 'hello' });
    expect([itemsOf(ana, 'message')[0]?.state, ana.member.waiting]).toEqual(['sending', 1]);
    await world.run(500);
    expect([itemsOf(ana, 'message')[0]?.state, ana.member.waiting]).toEqual(['sent', 0]);
    expect(ana.events.filter(({ type }) => type === 'item-changed')).toHaveLength(1);
  });

  test('before the room is entered goes out when it is', async () => {
    const world = await createRoomWorld({ mode: 'none' });
    const ana = world.guest('ana');
    for (const text of ['one', 'two']) ana.member.say({ text });
    await world.run(2_000);
    expect(world.host.texts('ana')).toEqual(['one', 'two']);
  });

  test('is never so much that the relay refuses it: 1,000 messages arrive in order, with at most half of what is refused at a time', async () => {
    const { world, ana } = await pair();
    const score = new DecayingScore();
    const refused: string[] = [];
    let most = 0;
    world.relay.hooks.toRelay = (bytes, { link }) => {
      if (link === ana.wire().link && isApp(bytes)) most = Math.max(most, score.add(frameCost(bytes.length), world.relay.clock.now()));
      return [bytes];
    };
    world.relay.hooks.toMember = (bytes) => {
      if (bytes[1] === frameTypes.ERR) refused.push(Buffer.from(bytes).toString());
      return [bytes];
    };
    const texts = Array.from({ length: 1_000 }, (_, n) => `number ${n}`);
    for (const text of texts) expect(ana.member.say({ text }).ok).toBe(true);
    await world.run(90_000, 500);
    expect(world.host.texts('ana')).toEqual(texts);
    expect([refused, ana.member.waiting, warningsOf(ana)]).toEqual([[], 0, []]);
    expect(most).toBeGreaterThan(limits.ratePace - 1);
    expect(most).toBeLessThan(limits.rateRefuse - limits.inFlight);
    expect(itemsOf(ana, 'message').every(({ state }) => state === 'sent')).toBe(true);
  }, 60_000);

  test('in large messages is paced by its bytes', async () => {
    const { world, ana } = await pair();
    for (let n = 0; n < 60; n++) ana.member.say({ text: `${n} `.padEnd(16_000, 'x') });
    await world.run(500);
    const first = world.host.texts('ana').length;
    expect([first > 15, first < 40]).toEqual([true, true]);
    await world.run(40_000, 500);
    expect(world.host.texts('ana')).toHaveLength(60);
    expect(warningsOf(ana)).toEqual([]);
  });

  test('has at most 64 frames on their way', async () => {
    const { world, ana } = await pair();
    let frames = 0;
    world.relay.hooks.toRelay = (bytes, { link }) => {
      if (link === ana.wire().link && isApp(bytes)) frames += 1;
      return isApp(bytes) ? [] : [bytes];
    };
    for (let n = 0; n < 80; n++) ana.member.say({ text: String(n) });
    await world.run(500);
    expect(frames).toBe(limits.inFlight);
  });

  test('last, and lost, is found missing by the others within 10 s', async () => {
    const { world, ana } = await pair();
    let dropped = 0;
    world.relay.hooks.toMember = (bytes, { inside }) => {
      const drop = inside && isApp(bytes) && dropped === 0;
      if (drop) dropped += 1;
      return drop ? [] : [bytes];
    };
    ana.member.say({ text: 'the last word' });
    await world.run(9_000, 500);
    expect([dropped, itemsOf(world.host, 'missing')]).toEqual([1, []]);
    await world.run(1_500, 500);
    expect(itemsOf(world.host, 'missing')).toMatchObject([{ count: 1, member: { nick: 'ana' } }]);
    await world.run(30_000, 1_000);
    expect(itemsOf(world.host, 'missing')).toHaveLength(1);
  });

  test('leaves no word behind it that grows: after the sync nothing more is sent', async () => {
    const { world, ana } = await pair();
    ana.member.say({ text: 'one' });
    await world.run(11_000, 500);
    let frames = 0;
    world.relay.hooks.toRelay = (bytes) => {
      if (isApp(bytes)) frames += 1;
      return [bytes];
    };
    await world.run(60_000, 1_000);
    expect(frames).toBe(0);
  });
});

describe('flush', () => {
  test('is true at once when nothing waits', async () => {
    const { ana } = await pair();
    expect(await ana.member.flush(1_000)).toBe(true);
  });

  test('is true when the relay has ordered everything', async () => {
    const { world, ana } = await pair();
    for (const text of ['one', 'two']) ana.member.say({ text });
    const flushed = ana.member.flush(10_000);
    await world.run(500);
    expect(await flushed).toBe(true);
  });

  test('is false when the time is up', async () => {
    const { world, ana } = await pair();
    world.relay.hooks.toRelay = () => [];
    ana.member.say({ text: 'one' });
    const flushed = ana.member.flush(1_000);
    await world.run(1_000);
    expect(await flushed).toBe(false);
  });

  test('is false when the member ends before', async () => {
    const { ana } = await pair();
    ana.member.say({ text: 'one' });
    const flushed = ana.member.flush(1_000);
    ana.member.leave();
    expect(await flushed).toBe(false);
    expect(itemsOf(ana, 'message')[0]?.state).toBe('failed');
    expect(await ana.member.flush(1_000)).toBe(false);
  });
});
