import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRoomWorld, type Guest, type RoomWorld } from '../helpers/room-world.js';

const SCALE = Number(process.env['CHATTRACE_TEST_SCALE'] ?? 1);

type Step =
  | { readonly type: 'join' }
  | { readonly type: 'say' | 'leave'; readonly who: number }
  | { readonly type: 'break'; readonly who: number; readonly seenBy: 'both' | 'member' | 'relay' }
  | { readonly type: 'deliver'; readonly count: number }
  | { readonly type: 'wait'; readonly ms: number };

const who = fc.nat(7);
const weighted = (longest: number): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<Step>({ type: 'join' }) },
    { weight: 8, arbitrary: who.map((index): Step => ({ type: 'say', who: index })) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(who, fc.constantFrom('both', 'member', 'relay'))
        .map(([index, seenBy]): Step => ({ type: 'break', who: index, seenBy })),
    },
    { weight: 1, arbitrary: who.map((index): Step => ({ type: 'leave', who: index })) },
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 12 }).map((count): Step => ({ type: 'deliver', count })) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: longest }).map((ms): Step => ({ type: 'wait', ms })) },
  );

interface Said {
  readonly by: Actor;
  readonly text: string;
  /** Who was in the room, as it knew itself, when this was said. */
  readonly heardBy: ReadonlySet<Actor>;
}

interface Actor {
  readonly guest: Guest;
  readonly name: string;
}

/** Plays the steps, then lets everything heal; answers all that was said by those who stayed. */
async function play(
  world: RoomWorld,
  steps: readonly Step[],
): Promise<{ readonly actors: readonly Actor[]; readonly said: readonly Said[] }> {
  const actors: Actor[] = [{ guest: world.host, name: 'host' }];
  const said: Said[] = [];
  const joined = ({ guest }: Actor): boolean => guest.member.view.phase === 'joined';
  for (const step of steps) {
    if (step.type === 'join' && actors.length < 8) {
      const name = `g${actors.length}`;
      actors.push({ guest: world.guest(name), name });
    }
    if (step.type === 'deliver') {
      for (let i = 0; i < step.count; i++) world.relay.step();
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (step.type === 'wait') await world.run(step.ms, step.ms > 10_000 ? 5_000 : 100);
    if (step.type === 'say' || step.type === 'break' || step.type === 'leave') {
      const actor = actors[step.who % actors.length] as Actor;
      if (!here(actor)) continue;
      if (step.type === 'say') {
        const text = `${actor.name} ${said.length}`;
        const heardBy = new Set(actors.filter((one) => joined(one) && knows(one, actor)));
        if (actor.guest.member.say({ text }).ok) said.push({ by: actor, text, heardBy });
      }
      if (step.type === 'break') actor.guest.wire().cut(step.seenBy);
      if (step.type === 'leave' && actor.name !== 'host' && actor.guest.member.waiting === 0) {
        actor.guest.member.leave();
      }
    }
  }
  await world.run(40_000, 500);
  return { actors, said };
}

const here = ({ guest }: Actor): boolean => guest.member.view.phase !== 'ended';

const knows = (one: Actor, other: Actor): boolean => one === other || one.guest.member.view.members.some(({ nick }) => nick === other.name);

function check({ actors, said }: Awaited<ReturnType<typeof play>>, gapsMay: boolean): void {
  for (const receiver of actors.filter(here)) {
    const { items } = receiver.guest.member.view;
    const stays = (nick: string): boolean => actors.some((actor) => actor.name === nick && here(actor));
    const visibleGap = items.some((item) => item.type === 'absent' || (item.type === 'missing' && stays(item.member.nick)));
    if (!gapsMay) expect(visibleGap, `${receiver.name} sees a gap`).toBe(false);
    for (const sender of actors) {
      const sent = said.filter(({ by }) => by === sender);
      const shown = receiver.guest.texts(sender.name);
      const places = shown.map((text) => sent.findIndex((one) => one.text === text));
      expect(places, `${sender.name} at ${receiver.name}: once, and in order`).toEqual([...new Set(places)].toSorted((a, b) => a - b));
      for (const one of sent) {
        if (!one.heardBy.has(receiver) || shown.includes(one.text)) continue;
        expect(gapsMay && visibleGap, `${one.text} is not at ${receiver.name}`).toBe(true);
      }
    }
  }
}

describe('members, whatever the network does', () => {
  test('see every message of everybody once and in order when breaks are short', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.array(weighted(3_000), { minLength: 10, maxLength: 80 }), async (seed, steps) => {
        check(await play(await createRoomWorld({ seed }), steps), false);
      }),
      { numRuns: Math.round(60 * SCALE), seed: 2, endOnFailure: false },
    );
  });

  test('or see a gap when a break was longer than anything is kept', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.array(weighted(400_000), { minLength: 10, maxLength: 60 }), async (seed, steps) => {
        check(await play(await createRoomWorld({ seed }), steps), true);
      }),
      { numRuns: Math.round(20 * SCALE), seed: 3, endOnFailure: false },
    );
  });
});
