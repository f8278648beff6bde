import fc from 'fast-check';
import { expect } from 'vitest';
import type { Guest, RoomWorld } from './room-world.js';

/** One thing that happens to a room. */
export type Step =
  | { readonly type: 'join' }
  | { readonly type: 'say' | 'leave'; readonly who: number }
  | { readonly type: 'tell'; readonly who: number; readonly whom: number }
  | { readonly type: 'break'; readonly who: number; readonly seenBy: 'both' | 'member' | 'relay' }
  | { readonly type: 'deliver'; readonly count: number }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'hostile'; readonly what: number };

const who = fc.nat(11);
/** Between few, so that each of them has a conversation. */
const tell = fc.tuple(fc.nat(2), fc.nat(2)).map(([index, other]): Step => ({ type: 'tell', who: index, whom: other }));
const hostile = fc.nat(99).map((what): Step => ({ type: 'hostile', what }));

/**
 * `longest`: of the pauses in it, milliseconds. How often, against 8 for something said: `hostility`, a stranger does something; `whispers`,
 * something is said to one alone.
 */
export const weighted = (longest: number, hostility = 0, whispers = 0): fc.Arbitrary<Step> =>
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
    ...(hostility === 0 ? [] : [{ weight: hostility, arbitrary: hostile }]),
    ...(whispers === 0 ? [] : [{ weight: whispers, arbitrary: tell }]),
  );

export interface Actor {
  readonly guest: Guest;
  readonly name: string;
}

interface Said {
  readonly by: Actor;
  readonly text: string;
  /** Who was in the room, as it knew itself, when this was said. */
  readonly heardBy: ReadonlySet<Actor>;
}

/** To one alone. */
interface Told {
  readonly by: Actor;
  readonly to: Actor;
  readonly text: string;
}

export interface Played {
  readonly actors: readonly Actor[];
  readonly said: readonly Said[];
  readonly told: readonly Told[];
}

export interface PlayOptions {
  /** Guests that are let in before the first step. */
  readonly begin?: number;
  /** With who was there first. */
  readonly most: number;
  /** Whether who was there first may leave. */
  readonly allMayLeave?: boolean;
  readonly hostile?: (what: number) => Promise<void>;
  /** How long everything has to heal, milliseconds. */
  readonly healMs?: number;
}

/** Plays the steps, then lets everything heal; answers all that was said by those who stayed. */
export async function play(world: RoomWorld, steps: readonly Step[], options: PlayOptions): Promise<Played> {
  const actors: Actor[] = [{ guest: world.host, name: 'host' }];
  const enter = (): void => {
    const name = `g${actors.length}`;
    actors.push({ guest: world.guest(name), name });
  };
  const said: Said[] = [];
  const told: Told[] = [];
  for (let i = 0; i < (options.begin ?? 0); i++) enter();
  if (options.begin !== undefined) await world.run(1_000);
  for (const step of steps) {
    if (step.type === 'join' && actors.length < options.most) enter();
    if (step.type === 'deliver') {
      for (let i = 0; i < step.count; i++) world.relay.step();
      await world.turn();
    }
    if (step.type === 'wait') await world.run(step.ms, step.ms > 10_000 ? 5_000 : 100);
    if (step.type === 'hostile') await options.hostile?.(step.what);
    if (step.type === 'tell') whisper(step, actors, told);
    if (step.type === 'say' || step.type === 'break' || step.type === 'leave') act(step, actors, said, options);
  }
  // The network tells the relay at last of those who left over a broken connection.
  for (const { guest } of actors.filter((actor) => !isHere(actor))) guest.wire().cut('relay');
  await world.run(options.healMs ?? 40_000, 500);
  return { actors, said, told };
}

function act(
  step: Extract<Step, { type: 'say' | 'break' | 'leave' }>,
  actors: readonly Actor[],
  said: Said[],
  { allMayLeave }: PlayOptions,
): void {
  const actor = actors[step.who % actors.length] as Actor;
  const { guest, name } = actor;
  if (!isHere(actor)) return;
  if (step.type === 'break') guest.wire().cut(step.seenBy);
  if (step.type === 'leave' && (allMayLeave === true || name !== 'host') && guest.member.waiting === 0) guest.member.leave();
  if (step.type !== 'say') return;
  const text = `${name} ${said.length}`;
  const heardBy = new Set(actors.filter((one) => one.guest.member.view.phase === 'joined' && knows(one, actor)));
  if (guest.member.say({ text }).ok) said.push({ by: actor, text, heardBy });
}

/** To somebody whom it sees; else there is nobody to write to. */
function whisper(step: Extract<Step, { type: 'tell' }>, actors: readonly Actor[], told: Told[]): void {
  const [by, to] = [step.who, step.whom].map((index) => actors[index % actors.length]) as [Actor, Actor];
  const id = by.guest.member.view.members.find(({ nick, self }) => nick === to.name && !self)?.id;
  const text = `${by.name} to ${to.name} ${told.length}`;
  if (id !== undefined && isHere(by) && by.guest.member.tell(id, { text }).ok) told.push({ by, to, text });
}

export const isHere = ({ guest }: Actor): boolean => guest.member.view.phase !== 'ended';

const knows = (one: Actor, other: Actor): boolean => one === other || one.guest.member.view.members.some(({ nick }) => nick === other.name);

/** Everything was shown once, in its sender's order, or is reported missing. */
export function check({ actors, said }: Played, gapsMay: boolean): void {
  for (const receiver of actors.filter(isHere)) {
    const { items } = receiver.guest.member.view;
    const stays = (nick: string): boolean => actors.some((actor) => actor.name === nick && isHere(actor));
    const visibleGap = items.some((item) => item.type === 'absent' || (item.type === 'missing' && stays(item.member.nick)));
    if (!gapsMay) expect(visibleGap, `${receiver.name} sees a gap`).toBe(false);
    for (const sender of actors) {
      const sent = said.filter(({ by }) => by === sender);
      const shown = textsOf(receiver, sender, 'room');
      const places = shown.map((text) => sent.findIndex((one) => one.text === text));
      expect(places, `${sender.name} at ${receiver.name}: once, and in order`).toEqual([...new Set(places)].toSorted((a, b) => a - b));
      for (const one of sent) {
        if (!one.heardBy.has(receiver) || shown.includes(one.text)) continue;
        expect(gapsMay && visibleGap, `${one.text} is not at ${receiver.name}`).toBe(true);
      }
    }
  }
}

/** What was said to one alone was shown to it once, in its sender's order, and to nobody else; or it failed, or is reported missing. */
export function checkPrivate({ actors, told }: Played, gapsMay: boolean): void {
  for (const receiver of actors.filter(isHere)) {
    const { items } = receiver.guest.member.view;
    for (const sender of actors.filter((actor) => actor !== receiver)) {
      const sent = told.filter(({ by, to }) => by === sender && to === receiver).map(({ text }) => text);
      const shown = textsOf(receiver, sender, 'private');
      const places = shown.map((text) => sent.indexOf(text));
      const what = `${sender.name} to ${receiver.name} alone`;
      expect(places, `${what}: once, in order, and nothing for others`).toEqual(
        [...new Set(places)].filter((at) => at >= 0).toSorted((a, b) => a - b),
      );
      if (!isHere(sender)) continue;
      const gap = items.some((item) => item.type === 'missing' && item.member.nick === sender.name);
      const own = new Map(
        sender.guest.member.view.items.flatMap((item) => (item.type === 'message' ? [[item.text, item.state] as const] : [])),
      );
      for (const text of sent.filter((one) => !shown.includes(one)))
        expect(gapsMay && (gap || own.get(text) === 'failed'), `${text} (${own.get(text)}) is not there`).toBe(true);
    }
  }
}

/** What a member was shown of another. */
const textsOf = ({ guest }: Actor, sender: Actor, kind: 'room' | 'private'): readonly string[] =>
  guest.member.view.items.flatMap((item) =>
    item.type === 'message' && item.from.nick === sender.name && (item.private === undefined) === (kind === 'room') ? [item.text] : [],
  );
