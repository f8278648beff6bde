import { afterEach, describe, expect, test, vi } from 'vitest';
import { PrivatePair } from '../../../src/client/cipher/mls/private-pair.js';
import { Comparison } from '../../../src/client/comparison.js';
import type { EmojiState } from '../../../src/client/view.js';
import { Group } from '../../../src/crypto/group.js';
import { frameTypes } from '../../../src/protocol/frame-type.js';
import { losePlace, privately, tell, trio } from '../../helpers/private-room.js';
import { createRoomWorld, type Guest } from '../../helpers/room-world.js';
import { warningsOf } from '../../helpers/seen.js';

// eslint-disable-next-line @typescript-eslint/unbound-method -- called on what it belongs to
const { heard } = Comparison.prototype;

afterEach(() => vi.restoreAllMocks());

const idOf = (guest: Guest) => guest.member.view.self.id;

/** What was said of emoji with this one, without what is shown. */
const course = (guest: Guest, about: Guest): readonly string[] =>
  guest.events.flatMap((event) => {
    if (event.type !== 'emoji' || event.member.id !== idOf(about)) return [];
    return [event.emoji.state === 'stopped' ? event.emoji.reason : event.emoji.state];
  });

const now = (guest: Guest, about: Guest): EmojiState | undefined => guest.member.emoji(idOf(about));

const shown = (guest: Guest, about: Guest): string => {
  const state = now(guest, about);
  if (state?.state !== 'show') throw new Error(`nothing is shown, but ${state?.state}`);
  return state.emoji.map(({ name }) => name).join(' ');
};

/** By a mark, in somebody's own view. */
const verified = (guest: Guest, about: Guest): boolean | undefined =>
  guest.member.view.members.find(({ id }) => id === idOf(about))?.verified;

const begin = (guest: Guest, about: Guest): void => {
  const begun = guest.member.compare(idOf(about));
  if (!begun.ok) throw new Error(begun.reason);
};

describe.each([1, 2, 3, 4])('emoji of two (%i)', (seed) => {
  test('who began, and who said yes, see the same, and mark each other', async () => {
    const { world, ana, bob } = await trio(seed);
    begin(ana, bob);
    await world.run(500);
    expect([now(ana, bob), now(bob, ana)]).toEqual([{ state: 'waiting' }, { state: 'asked' }]);
    begin(bob, ana);
    await world.run(500);
    expect(shown(ana, bob).split(' ')).toHaveLength(7);
    expect(shown(bob, ana)).toBe(shown(ana, bob));
    ana.member.answer(idOf(bob), true);
    expect([verified(ana, bob), verified(bob, ana), now(ana, bob)]).toEqual([true, false, undefined]);
    await world.run(500);
    bob.member.answer(idOf(ana), true);
    await world.run(200_000, 5_000);
    expect([verified(ana, bob), verified(bob, ana)]).toEqual([true, true]);
    expect([course(ana, bob), course(bob, ana)]).toEqual([
      ['waiting', 'show', 'same'],
      ['asked', 'waiting', 'show', 'same'],
    ]);
    expect([ana, bob, world.host].flatMap(warningsOf)).toEqual([]);
    // Nothing of it is counted, or shown as something said.
    tell(bob, ana, 'and now in words');
    await world.run(500);
    expect([privately(ana), course(world.host, ana), course(world.host, bob)]).toEqual([['bob: and now in words'], [], []]);
  });

  test.each([false, true])('both begin at the same time: nobody is asked (a way is there: %s)', async (way) => {
    const { world, ana, bob } = await trio(seed);
    if (way) tell(ana, bob, 'a way');
    await world.run(500);
    begin(ana, bob);
    begin(bob, ana);
    await world.run(1_000);
    expect(shown(ana, bob)).toBe(shown(bob, ana));
    expect([course(ana, bob), course(bob, ana)]).toEqual([
      ['waiting', 'show'],
      ['waiting', 'show'],
    ]);
  });

  test('each time others', async () => {
    const { world, ana, bob } = await trio(seed);
    const seen: string[] = [];
    for (let n = 0; n < 3; n++) {
      begin(ana, bob);
      await world.run(300);
      begin(bob, ana);
      await world.run(300);
      seen.push(shown(ana, bob));
      for (const [one, other] of [
        [ana, bob],
        [bob, ana],
      ] as const)
        one.member.answer(idOf(other), true);
      await world.run(300);
    }
    expect(new Set(seen).size).toBe(3);
  });

  test('who is asked says no, or who asked takes it back: both stop, and may begin again', async () => {
    const { world, ana, bob } = await trio(seed);
    begin(ana, bob);
    await world.run(500);
    bob.member.answer(idOf(ana), false);
    await world.run(500);
    expect([course(ana, bob), course(bob, ana)]).toEqual([
      ['waiting', 'peer'],
      ['asked', 'self'],
    ]);
    begin(ana, bob);
    await world.run(500);
    ana.member.answer(idOf(bob), false);
    await world.run(500);
    expect([now(ana, bob), now(bob, ana)]).toEqual([undefined, undefined]);
    begin(bob, ana);
    await world.run(500);
    begin(ana, bob);
    await world.run(500);
    expect(shown(ana, bob)).toBe(shown(bob, ana));
    expect(verified(ana, bob)).toBe(false);
  });

  test('who saw others takes the mark away, and the other is told', async () => {
    const { world, ana, bob } = await trio(seed);
    ana.member.mark(idOf(bob), true);
    begin(ana, bob);
    await world.run(500);
    begin(bob, ana);
    await world.run(500);
    ana.member.answer(idOf(bob), false);
    await world.run(500);
    expect([verified(ana, bob), course(ana, bob).at(-1), course(bob, ana).at(-1), now(bob, ana)]).toEqual([
      false,
      'different',
      'peer',
      undefined,
    ]);
    bob.member.answer(idOf(ana), true);
    expect(verified(bob, ana)).toBe(false);
  });

  test('an answer before anything is shown marks nobody', async () => {
    const { world, ana, bob } = await trio(seed);
    ana.member.answer(idOf(bob), true);
    begin(ana, bob);
    await world.run(500);
    for (const [one, other] of [
      [ana, bob],
      [bob, ana],
    ] as const) {
      one.member.answer(idOf(other), true);
      expect([verified(one, other), now(one, other)?.state]).toEqual([false, one === ana ? 'waiting' : 'asked']);
    }
  });

  test('a room that changes meanwhile changes nothing', async () => {
    const { world, ana, bob } = await trio(seed);
    begin(ana, bob);
    await world.run(500);
    world.guest('carl');
    await world.run(2_000);
    begin(bob, ana);
    world.guest('dora');
    await world.run(2_000);
    expect(shown(ana, bob)).toBe(shown(bob, ana));
  });

  test('a connection that breaks in between loses nothing', async () => {
    const { world, ana, bob } = await trio(seed);
    begin(ana, bob);
    await world.run(500);
    ana.wire().cut();
    begin(bob, ana);
    await world.run(300);
    bob.wire().cut();
    await world.run(20_000);
    expect(shown(ana, bob)).toBe(shown(bob, ana));
  });

  test('groups of two that are made anew all the time break nothing', async () => {
    const { world, ana, bob } = await trio(seed);
    tell(ana, bob, 'a way');
    await world.run(3_000);
    vi.spyOn(PrivatePair.prototype, 'begin').mockImplementation(function (this: PrivatePair, at) {
      return this.retry(at);
    });
    const made = vi.spyOn(Group, 'create');
    begin(ana, bob);
    await world.run(3_000);
    begin(bob, ana);
    await world.run(3_000);
    expect(made.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(shown(ana, bob)).toBe(shown(bob, ana));
  });

  test('the group of the room is replaced, or one leaves: it stops', async () => {
    const { world, ana, bob } = await trio(seed);
    begin(ana, bob);
    begin(bob, ana);
    await world.run(500);
    losePlace(world, world.host);
    await world.run(10_000);
    expect([course(ana, bob).at(-1), course(bob, ana).at(-1), now(ana, bob)]).toEqual(['gone', 'gone', undefined]);
    begin(ana, bob);
    await world.run(500);
    expect(now(bob, ana)).toEqual({ state: 'asked' });
    bob.member.leave();
    await world.run(10_000);
    expect([course(ana, bob).at(-1), now(ana, bob)]).toEqual(['gone', undefined]);
  });

  test('nobody answers: it is late on both sides, within the two minutes and not before', async () => {
    const { world, ana, bob } = await trio(seed);
    begin(ana, bob);
    await world.run(119_000, 1_000);
    expect([now(ana, bob)?.state, now(bob, ana)?.state]).toEqual(['waiting', 'asked']);
    await world.run(3_000);
    expect([course(ana, bob), course(bob, ana)].map((one) => ['late', 'peer'].includes(one.at(-1) ?? ''))).toEqual([true, true]);
    expect([now(ana, bob), now(bob, ana)]).toEqual([undefined, undefined]);
    expect(ana.member.compare(idOf(bob)).ok).toBe(true);
  });

  test('one that is shown stays as long as people take', async () => {
    const { world, ana, bob } = await trio(seed);
    begin(ana, bob);
    begin(bob, ana);
    await world.run(500_000, 5_000);
    expect(shown(ana, bob)).toBe(shown(bob, ana));
  });

  test('a number that is changed after the other’s is known: stopped, and nothing was ever shown', async () => {
    const { world, ana, bob } = await trio(seed);
    vi.spyOn(Comparison.prototype, 'heard').mockImplementation(function (this: Comparison, ...given) {
      const send = heard.apply(this, given);
      return typeof send === 'object' && send.type === 'reveal' ? { type: 'reveal', value: send.value.map((byte) => byte ^ 1) } : send;
    });
    begin(ana, bob);
    begin(bob, ana);
    await world.run(1_000);
    const courses = [course(ana, bob), course(bob, ana)];
    // The one who lies believes its own emoji until the other stops it.
    const victim = courses.findIndex((one) => one.includes('commitment'));
    expect(courses[victim]).toEqual(['waiting', 'commitment']);
    expect(courses[1 - victim]).toEqual(['waiting', 'show', 'peer']);
    expect(warningsOf([ana, bob][victim] as Guest)).toEqual(['MESSAGES_REFUSED']);
    expect([verified(ana, bob), verified(bob, ana)]).toEqual([false, false]);
  });

  test('a word that nobody waits for begins nothing', async () => {
    const { world, ana, bob } = await trio(seed);
    const value = new Uint8Array(32).fill(7);
    const opening = vi.spyOn(Comparison.prototype, 'opening', 'get');
    for (const message of [{ type: 'nonce', value }, { type: 'reveal', value }, { type: 'stop' }] as const) {
      opening.mockReturnValue(message);
      begin(ana, bob);
      await world.run(500);
      ana.member.answer(idOf(bob), false);
      await world.run(500);
    }
    expect([course(bob, ana), ...warningsOf(bob)]).toEqual([[]]);
  });
});

describe('without private messages', () => {
  test('nothing can be compared; nor with oneself, nor with who is not here', async () => {
    const world = await createRoomWorld({ mode: 'shared-key' });
    const ana = world.guest('ana');
    await world.run(1_000);
    expect(ana.member.compare(idOf(world.host))).toMatchObject({ ok: false, reason: 'PRIVATE_NONE' });
    const { ana: eve } = await trio();
    expect(eve.member.compare(idOf(eve))).toMatchObject({ ok: false, reason: 'MEMBER_UNKNOWN' });
    expect(eve.member.compare('0000000000000000' as ReturnType<typeof idOf>)).toMatchObject({ ok: false, reason: 'MEMBER_UNKNOWN' });
    eve.member.leave();
    expect(eve.member.compare(idOf(world.host))).toMatchObject({ ok: false, reason: 'NOT_DELIVERED' });
  });
});

test('all its messages have one size on the wire', async () => {
  const { world, ana, bob } = await trio();
  tell(ana, bob, 'a way');
  await world.run(500);
  const sizes: number[] = [];
  world.relay.hooks.toRelay = (bytes) => {
    if (bytes[1] === frameTypes.DM) sizes.push(bytes.length);
    return [bytes];
  };
  begin(ana, bob);
  await world.run(500);
  begin(bob, ana);
  await world.run(500);
  tell(ana, bob, 'words');
  await world.run(500);
  // ask, commit, nonce, reveal, words; or without the ask.
  expect(sizes.length).toBeGreaterThanOrEqual(4);
  expect(new Set(sizes).size).toBe(1);
});
