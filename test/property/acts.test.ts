import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Messages } from '../../src/client/messages/messages.js';
import type { ViewMember } from '../../src/client/view.js';
import { encodeEditBody, encodeReactBody } from '../../src/protocol/act-body.js';
import { encodeBurnBody } from '../../src/protocol/burn-body.js';
import { fromHex } from '../../src/protocol/bytes.js';
import type { MemberId } from '../../src/protocol/ids.js';
import { assertNever } from '../../src/protocol/parsed.js';
import type { Payload } from '../../src/protocol/payload.js';
import { encodeTextBody } from '../../src/protocol/text-body.js';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.js';
import { viewMember } from '../helpers/fake-member.js';
import { itemsOf } from '../helpers/seen.js';
import { createRoomWorld, type Guest } from '../helpers/room-world.js';

const SCALE = Number(process.env['CHATTRACE_TEST_SCALE'] ?? 1);
const bytesOf = (id: string): Uint8Array => fromHex(id) as Uint8Array;
const members = [1, 2, 3].map((n) => viewMember(`m${n}`, { id: `${n}`.repeat(16) as MemberId }));
const ids = [1, 2, 3, 4].map((n) => `${n}`.repeat(32));
const EMOJI = ['👍', '❤️', undefined];

/** Something that a member says; its number is given by the order in which it says it. */
type Act =
  | { readonly kind: 'text' | 'burn' | 'answer'; readonly by: number; readonly id: number }
  | { readonly kind: 'edit' | 'delete'; readonly by: number; readonly id: number }
  | { readonly kind: 'react'; readonly by: number; readonly of: number; readonly id: number; readonly emoji: number };

const by = fc.nat(members.length - 1);
const id = fc.nat(ids.length - 1);
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constantFrom('text' as const, 'burn' as const, 'answer' as const), by, id }),
  fc.record({ kind: fc.constantFrom('edit' as const, 'delete' as const), by, id }),
  fc.record({ kind: fc.constant('react' as const), by, of: by, id, emoji: fc.nat(EMOJI.length - 1) }),
);

/** Nobody says two messages by one id: whoever does is heard once, whichever comes first. */
function withoutTwins(acts: readonly Act[]): readonly Act[] {
  const said = new Set<string>();
  return acts.filter((act) => {
    if (act.kind === 'edit' || act.kind === 'delete' || act.kind === 'react') return true;
    const name = `${act.by} ${act.id}`;
    return said.has(name) ? false : said.add(name);
  });
}

function payloadOf(act: Act, n: number): Payload {
  const own = bytesOf(ids[act.id] as string);
  // Acts have ids of their own, by which nothing is named.
  const base = { n, p: new Uint8Array(32), id: new Uint8Array(16).fill(0xa0 + (n % 16)) };
  switch (act.kind) {
    case 'text':
      return { ...base, kind: 'text', id: own, body: encodeTextBody({ style: 'said', text: `text ${act.by} ${act.id}` }) };
    case 'answer':
      return {
        ...base,
        kind: 'text',
        id: own,
        body: encodeTextBody({ style: 'said', text: 'answer', replyTo: bytesOf(ids[0] as string) }),
      };
    case 'burn':
      return { ...base, kind: 'burn', id: own, body: encodeBurnBody({ style: 'said', text: `burns ${act.by}`, seconds: 30 }) };
    case 'edit':
      return { ...base, kind: 'edit', body: encodeEditBody({ id: own, text: `edit ${n}` }) };
    case 'delete':
      return { ...base, kind: 'delete', body: own };
    case 'react': {
      const author = bytesOf((members[act.of] as ViewMember).id);
      return { ...base, kind: 'react', body: encodeReactBody({ author, id: own, emoji: EMOJI[act.emoji] }) };
    }
    default:
      return assertNever(act);
  }
}

interface Heard {
  readonly from: ViewMember;
  readonly payload: Payload;
}

class Seat {
  readonly clock: FakeClock = createFakeClock();
  readonly messages = new Messages({
    clock: this.clock,
    self: () => viewMember('me', { self: true }),
    members: () => members,
    emit: () => undefined,
    warn: () => undefined,
    file: () => true,
  });

  hear({ from, payload }: Heard): void {
    expect(this.messages.heard(from, payload)).toBe(true);
  }

  /** All that anybody can see of it but the order of lines, which is that of arrival. */
  get seen(): readonly unknown[] {
    const lines = this.messages.log.messages.map(({ from, id: of, text, gone, edited, reactions = [], quote }) => ({
      name: `${from.id} ${of}`,
      text,
      gone,
      edited,
      answered: quote !== undefined,
      reactions: reactions
        .map(
          ({ emoji, by: who }) =>
            `${emoji} ${who
              .map((one) => one.id)
              .toSorted()
              .join()}`,
        )
        .toSorted(),
    }));
    return lines.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

const numbered = (acts: readonly Act[]): readonly Heard[] =>
  acts.map((act, index) => ({ from: members[act.by] as ViewMember, payload: payloadOf(act, index + 1) }));

/** The same, in another order, some of it twice. */
const shuffled = (heard: readonly Heard[], order: readonly number[], twice: readonly number[]): readonly Heard[] =>
  [...heard, ...twice.flatMap((at) => heard[at % Math.max(1, heard.length)] ?? [])]
    .map((one, index) => ({ one, rank: order[index % Math.max(1, order.length)] ?? 0 }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ one }) => one);

describe('edits, deletes, reactions and disappearing messages', () => {
  test('come to the same on every screen, in whatever order, twice, or before what they refer to', () => {
    const order = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 });
    const twice = fc.array(fc.nat(100), { maxLength: 10 });
    fc.assert(
      fc.property(
        fc.array(anyAct, { maxLength: 40, size: 'max' }),
        order,
        order,
        twice,
        fc.nat(40),
        (acts, first, second, again, pause) => {
          const heard = numbered(withoutTwins(acts));
          const seats = [heard, shuffled(heard, first, again), shuffled(heard, second, [])].map((one) => {
            const seat = new Seat();
            one.forEach((each, index) => {
              if (index === pause) seat.clock.advance(31_000);
              seat.hear(each);
            });
            seat.clock.advance(61_000);
            return seat.seen;
          });
          expect(seats[1]).toEqual(seats[0]);
          expect(seats[2]).toEqual(seats[0]);
        },
      ),
      { numRuns: Math.round(600 * SCALE), seed: 5 },
    );
  });

  test('come to the same with real members too, whatever the network does', { timeout: 240_000 }, async () => {
    const step = fc.record({
      who: fc.nat(2),
      what: fc.constantFrom('say', 'say', 'burn', 'answer', 'edit', 'remove', 'react', 'react', 'cut', 'wait'),
      which: fc.nat(20),
      emoji: fc.nat(EMOJI.length - 1),
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), async (seed, steps) => {
        const world = await createRoomWorld({ seed, mode: seed % 2 === 0 ? 'mls' : 'shared-key' });
        const guests = [world.host, world.guest('ana'), world.guest('bob')];
        await world.run(2_000);
        for (const one of steps) {
          if (one.what === 'wait') await world.run(one.which * 200);
          else act(guests[one.who] as Guest, one);
          if (one.which % 3 === 0) await world.settle();
        }
        await world.run(90_000, 500);
        const [first, ...others] = guests.map(shownBy);
        for (const other of others) expect(other).toEqual(first);
      }),
      { numRuns: Math.round(8 * SCALE), seed: 6, endOnFailure: true },
    );
  });
});

interface Step {
  readonly what: string;
  readonly which: number;
  readonly emoji: number;
}

/** Refusals, such as of what is gone already, are part of it. */
function act(guest: Guest, { what, which, emoji }: Step): void {
  const { member } = guest;
  const items = itemsOf(guest, 'message');
  const item = items[which % Math.max(1, items.length)];
  if (what === 'cut') return guest.wire().cut();
  if (what === 'say' || what === 'burn') return void member.say({ text: `${what} ${which}`, ...(what === 'burn' ? { burn: 20 } : {}) });
  if (item === undefined) return;
  if (what === 'answer') member.say({ text: 'answer', replyTo: item.id });
  if (what === 'edit') member.edit(item.key, `edited ${which}`);
  if (what === 'remove') member.remove(item.key);
  if (what === 'react') member.react(item.key, EMOJI[emoji]);
}

const shownBy = (guest: Guest): readonly unknown[] =>
  itemsOf(guest, 'message')
    .map(({ id: of, text, gone, edited, state, reactions = [] }) => ({
      of,
      text,
      gone,
      edited,
      state,
      reactions: reactions
        .map(
          ({ emoji, by: who }) =>
            `${emoji} ${who
              .map((one) => one.nick)
              .toSorted()
              .join()}`,
        )
        .toSorted(),
    }))
    .toSorted((a, b) => (a.of < b.of ? -1 : 1));
