import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settled } from '../../src/core/relay/roles.js';
import type { MemberFrameType } from '../../src/protocol/frame-type.js';
import type { ConnId } from '../../src/protocol/ids.js';
import { limits } from '../../src/protocol/limits.js';
import { GroupGuest } from '../helpers/group-guest.js';
import { GroupWatch } from '../helpers/group-watch.js';
import { createRelayWorld, type RelayWorld } from '../helpers/relay-driver.js';
import { openFrame, RelayTalker, roomKey } from '../helpers/relay-talker.js';

const scale = Number(process.env['CHATTRACE_TEST_SCALE'] ?? 1);
const MOST = 8;

const kinds = [
  'come',
  'serve',
  'letIn',
  'serveSome',
  'giveBack',
  'ask',
  'knock',
  'knockAgain',
  'say',
  'private',
  'forge',
  'reset',
  'cut',
  'back',
  'leave',
  'kick',
  'hold',
  'order',
  'deliver',
  'wait',
  'longWait',
] as const;
/** How often each happens beside the others; 1 when it is not named. */
const weights: Partial<Record<(typeof kinds)[number], number>> = {
  come: 5,
  serve: 6,
  letIn: 8,
  cut: 3,
  back: 5,
  order: 4,
  deliver: 12,
  wait: 6,
  say: 3,
};
interface Act {
  readonly kind: (typeof kinds)[number];
  readonly who: number;
  readonly n: number;
}
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    kind: fc.oneof(...kinds.map((kind) => ({ arbitrary: fc.constant(kind), weight: weights[kind] ?? 1 }))),
    who: fc.nat(20),
    n: fc.nat(60),
  }),
  { minLength: 1, maxLength: 200, size: 'max' },
);

/** A room whose members do what the list of acts says: mostly what they should, sometimes nothing, sometimes nonsense. */
class Story {
  readonly world: RelayWorld;
  readonly watch: GroupWatch;
  readonly guests: GroupGuest[] = [];
  readonly #key = roomKey();
  readonly #owner: RelayTalker;
  #held = false;

  constructor(seed: number, hosted: boolean) {
    this.world = createRelayWorld({ seed });
    this.watch = new GroupWatch(this.world);
    const host = hosted ? new GroupGuest(this.world, this.#key, true) : undefined;
    this.#owner = host?.talker ?? new RelayTalker(this.world.connectInside, this.#key);
    this.world.pump();
    this.#owner.send(openFrame(this.#key, MOST));
    host?.talker.hello();
    if (host !== undefined) this.guests.push(host);
    this.#calm();
  }

  act({ kind, who, n }: Act): void {
    const guest = this.guests[who % Math.max(1, this.guests.length)];
    const { world } = this;
    if (kind === 'come') this.guests.push(new GroupGuest(world, this.#key));
    else if (kind === 'hold') world.holdOrder((this.#held = !this.#held));
    else if (kind === 'order') world.orderOne();
    else if (kind === 'deliver') for (let i = 0; i < n && world.step(); i++) this.#react();
    else if (kind === 'letIn') this.#letIn();
    else if (kind === 'wait') world.clock.advance(20 * n);
    else if (kind === 'longWait') world.clock.advance(n * 20_000);
    else if (guest !== undefined) this.#guestAct(guest, kind, n);
    this.#react();
  }

  /** Those who wait are let in, if nothing stops it. */
  #letIn(): void {
    this.#calm();
    this.world.run(limits.leaseManyMs);
    this.#calm();
    for (const guest of this.guests) guest.serve();
    for (let i = 0; i < 10; i++) this.world.orderOne();
  }

  #guestAct(guest: GroupGuest, kind: Act['kind'], n: number): void {
    const { talker } = guest;
    if (kind === 'serve') for (const each of this.guests) each.serve();
    if (kind === 'serveSome') guest.serve(1);
    if (kind === 'giveBack') guest.giveBack();
    if (kind === 'ask') guest.ask();
    if (kind === 'knock') guest.knock();
    if (kind === 'cut') guest.cut();
    if (kind === 'back' && talker.closedWith !== undefined) guest.comeBack();
    if (kind === 'leave') guest.leave();
    if (kind === 'kick') this.#owner.send(openFrame(this.#key, MOST, false, guest.conn));
    if (!guest.here) return;
    if (kind === 'reset') talker.say('RESET', { gen: guest.gen });
    if (kind === 'say') guest.say('APP', 'hello');
    if (kind === 'private') guest.say('DM', 'psst', this.#others(n).slice(0, 1));
    if (kind === 'forge' && !guest.inside) this.#forge(guest, n);
    if (kind !== 'knockAgain') return;
    guest.inGroup = false;
    guest.knock();
  }

  /** What an insider might try with the lease of somebody else. */
  #forge(guest: GroupGuest, n: number): void {
    const type = (['COMMIT', 'WELCOME', 'DM', 'KEYPKG'] as const satisfies readonly MemberFrameType[])[n % 4] ?? 'COMMIT';
    const leases = this.guests.flatMap(({ lease }) => lease ?? []);
    const lease = leases[n % Math.max(1, leases.length)]?.lease ?? new Uint8Array(16);
    const body = new Uint8Array(40);
    body.set(lease);
    guest.say(type, body, type === 'COMMIT' ? [] : this.#others(n), Math.max(0, guest.epoch - (n % 3) + 1));
    guest.talker.say('LEASE', { lease, epoch: guest.epoch, joins: [], left: [] });
  }

  #others(n: number): readonly ConnId[] {
    return this.guests.filter((_, i) => (n >> (i % 5)) & 1).flatMap(({ conn }) => conn);
  }

  /** Everything arrives, everybody comes back and does what it should. */
  settle(): void {
    this.world.holdOrder(false);
    for (const guest of this.guests) guest.cut();
    this.#calm();
    for (const guest of this.guests) guest.comeBack();
    this.#rounds();
    // Whose LEFT was lost is waited for.
    this.world.run(limits.awayMs);
    this.#rounds();
  }

  #rounds(): void {
    for (let round = 0; round < 40; round++) {
      this.#calm();
      this.world.run(round % 8 === 0 ? limits.leaseMs : 100);
      this.#calm();
      for (const guest of this.guests) guest.serve();
      if (round % 8 === 0) for (const guest of this.guests) guest.knock();
      // Who found the room full, or was too fast, tries again.
      if (round % 8 === 7) for (const guest of this.guests) if (guest.talker.closedWith !== undefined) guest.comeBack();
    }
    this.#calm();
  }

  #react(): void {
    for (const each of this.guests) each.react();
  }

  #calm(): void {
    this.#react();
    while (this.world.step()) this.#react();
  }
}

function check({ world, watch, guests }: Story): void {
  expect(watch.wrong).toEqual([]);
  for (const room of world.state.rooms.values()) {
    const { group, places } = room;
    if (!group.used) continue;
    const inside = settled(group).map(({ conn }) => conn);
    const outside = [...places.values()].filter(({ presence, conn }) => presence.state === 'here' && !inside.includes(conn));
    expect(outside.map(({ conn }) => conn)).toEqual([]);
    expect([group.waiting.size, group.uncovered.size, group.asks.size, group.lease]).toEqual([0, 0, 0, undefined]);
    const here = guests.filter((guest) => guest.here);
    for (const guest of here) expect([guest.inGroup, guest.gen, guest.epoch]).toEqual([true, room.gen, room.epoch]);
  }
}

describe('whatever happens to a group in whatever order', () => {
  test(
    'there is one commit an epoch, by the holder of its lease, and in the end everybody who is here is in the group',
    { timeout: 120_000 * scale },
    () => {
      const seen = { commits: 0, welcomes: 0, resets: 0 };
      fc.assert(
        fc.property(acts, fc.nat(), fc.boolean(), (list, seed, hosted) => {
          const story = new Story(seed, hosted);
          for (const act of list) story.act(act);
          story.settle();
          check(story);
          for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += story.watch[key];
        }),
        { seed: 42, numRuns: Math.ceil(100 * scale) },
      );
      // The stories were stories: people were let in, and groups were replaced.
      expect(seen.commits).toBeGreaterThan(500);
      expect(seen.welcomes).toBeGreaterThan(200);
      expect(seen.resets).toBeGreaterThan(20);
    },
  );
});
