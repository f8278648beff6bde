import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConnId } from '../../src/protocol/ids.js';
import { encodeUtf8 } from '../../src/protocol/utf8.js';
import { limits } from '../../src/protocol/limits.js';
import { openFrame, RelayTalker, roomKey } from '../helpers/relay-talker.js';
import { createRelayWorld, type RelayWorld } from '../helpers/relay-driver.js';
import { RelayGuest } from '../helpers/relay-guest.js';
import { RelayWatch } from '../helpers/relay-watch.js';

const scale = Number(process.env['CHATTRACE_TEST_SCALE'] ?? 1);
const MAX = 6;

const kinds = [
  'come',
  'all',
  'some',
  'bulk',
  'ping',
  'cut',
  'cutMember',
  'cutRelay',
  'back',
  'takeOver',
  'left',
  'close',
  'garbage',
  'stranger',
  'hold',
  'order',
  'deliver',
  'wait',
  'longWait',
  'burst',
  'lock',
] as const;
/** How often each happens beside the others; 1 when it is not named. */
const weights: Partial<Record<(typeof kinds)[number], number>> = {
  come: 6,
  all: 12,
  some: 6,
  cut: 4,
  back: 8,
  order: 4,
  deliver: 12,
  wait: 3,
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
    n: fc.nat(50),
  }),
  { minLength: 1, maxLength: 150, size: 'max' },
);

/** A room whose guests do what the list of acts says. */
class Story {
  readonly world: RelayWorld;
  readonly watch: RelayWatch;
  readonly guests: RelayGuest[] = [];
  readonly #key = roomKey();
  readonly #strangers: RelayTalker[] = [];
  readonly #host: RelayTalker;
  #texts = 0;
  #held = false;
  #locked = false;

  constructor(seed: number) {
    this.world = createRelayWorld({ seed });
    this.watch = new RelayWatch(this.world);
    this.#host = new RelayTalker(this.world.connectInside, this.#key);
    this.world.pump();
    this.#host.send(openFrame(this.#key, MAX));
    this.#host.hello();
    this.world.pump();
  }

  act({ kind, who, n }: Act): void {
    const guest = this.guests[who % Math.max(1, this.guests.length)];
    const { world } = this;
    if (kind === 'come') this.guests.push(new RelayGuest(world, this.#key));
    else if (kind === 'stranger') this.#strangers.push(new RelayTalker(world.connect, this.#key));
    else if (kind === 'hold') world.holdOrder((this.#held = !this.#held));
    else if (kind === 'order') world.orderOne();
    else if (kind === 'deliver') for (let i = 0; i < n && world.step(); i++) for (const each of this.guests) each.react();
    else if (kind === 'wait') world.clock.advance(100 * n);
    else if (kind === 'longWait') world.clock.advance(n * 20_000);
    else if (kind === 'burst' && n < 5) this.#burst(n);
    else if (kind === 'lock') this.#host.send(openFrame(this.#key, MAX, (this.#locked = !this.#locked)));
    else if (guest !== undefined) this.#guestAct(guest, kind, n);
    for (const each of this.guests) each.react();
  }

  #guestAct(guest: RelayGuest, kind: Act['kind'], n: number): void {
    const { talker, wire } = guest;
    if (kind === 'cut') wire.cut();
    if (kind === 'cutMember') wire.cut('member');
    if (kind === 'cutRelay') wire.cut('relay');
    if (kind === 'back' && talker.closedWith !== undefined) guest.comeBack();
    if (kind === 'takeOver') guest.comeBack();
    if (kind === 'left') guest.leave('LEFT');
    if (kind === 'close') guest.leave(1000);
    if (!guest.here || !talker.opened) return;
    if (kind === 'all') talker.frame('APP', this.#text());
    if (kind === 'some') talker.frame('APP', this.#text(), this.#receivers(n));
    if (kind === 'bulk') talker.frame('BULK', new Uint8Array(20_000));
    if (kind === 'ping') talker.say('PING', { t: n });
    if (kind === 'garbage') talker.send(new Uint8Array(n).fill(n));
  }

  /** More than the buffer holds. */
  #burst(n: number): void {
    for (let i = 0; i < n + 75; i++) {
      const body = new Uint8Array(60_000).fill(0x20);
      body.set(encodeUtf8(this.#text()));
      this.#host.frame('APP', body);
    }
  }

  #text(): string {
    this.#texts += 1;
    return `text ${this.#texts}`;
  }

  #receivers(n: number): readonly ConnId[] {
    return this.guests.filter((_, i) => (n >> (i % 5)) & 1).flatMap(({ talker }) => talker.conn ?? []);
  }

  /** What the relay said to those who never said HELLO. */
  get strangersHeard(): readonly string[] {
    return this.#strangers.flatMap(({ received, errors }) => (errors.length === received.length ? errors : ['more than an error']));
  }

  /** Everything arrives, everybody who can comes back. */
  settle(): void {
    this.world.holdOrder(false);
    this.#calm();
    for (const guest of this.guests) guest.wire.cut();
    this.#calm();
    for (const guest of this.guests) guest.comeBack();
    this.#calm();
  }

  #calm(): void {
    while (this.world.step()) for (const guest of this.guests) guest.react();
  }
}

/** What may be heard of one other place over one connection. */
const NEWS = /^(came )?(back )?(away back )*(away )?(left )?$/;

function check(story: Story): void {
  const { watch } = story;
  expect(watch.wrong).toEqual([]);
  expect(watch.most.members).toBeLessThanOrEqual(MAX);
  expect(watch.most.bufferedBytes).toBeLessThanOrEqual(limits.resumeBytes);
  expect(watch.most.links).toBeLessThanOrEqual(MAX + limits.strangers + 1);
  expect(story.strangersHeard).toEqual(story.strangersHeard.filter((code) => code === 'hello_late'));
  for (const guest of story.guests) {
    const { lives } = guest;
    for (const life of lives) {
      expect(life.seqs).toEqual([...new Set(life.seqs)].toSorted((a, b) => a - b));
      const due = watch.due(life.conn, life.from);
      const over = life !== lives.at(-1) || !guest.here;
      expect(life.texts).toEqual(over ? due.slice(0, life.texts.length) : due);
      for (const news of life.news) for (const words of news.values()) expect(words.map((word) => `${word} `).join('')).toMatch(NEWS);
    }
  }
}

describe('whatever happens in whatever order', () => {
  test(
    'every member gets what is for it exactly once and in order, and after a break exactly what it missed',
    { timeout: 120_000 * scale },
    () => {
      let [resumed, gaps, came] = [0, 0, 0];
      fc.assert(
        fc.property(acts, fc.nat(), (list, seed) => {
          const story = new Story(seed);
          for (const act of list) story.act(act);
          story.settle();
          check(story);
          for (const { talker } of story.guests) {
            resumed += talker.heard('RESUMED').length;
            gaps += talker.errors.filter((code) => code === 'resume_gap').length;
            came += talker.heard('HELLO_OK').length;
          }
        }),
        { seed: 42, numRuns: Math.ceil(100 * scale) },
      );
      // The stories were stories: people came, came back, and sometimes too late.
      expect(came).toBeGreaterThan(200);
      expect(resumed).toBeGreaterThan(200);
      expect(gaps).toBeGreaterThan(0);
    },
  );
});
