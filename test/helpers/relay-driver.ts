import { createLocalOrder } from '../../src/core/relay/local-order.js';
import type { RelayEffect } from '../../src/core/relay/relay-effect.js';
import type { RelayState } from '../../src/core/relay/relay-state.js';
import type { RelayEvent } from '../../src/core/relay/relay-event.js';
import { createRelay, relayCounts, stepRelay } from '../../src/core/relay/relay.js';
import type { LogEvent } from '../../src/core/log-event.js';
import type { Order } from '../../src/core/ports/order.js';
import type { Connect } from '../../src/core/ports/transport.js';
import type { Cancel } from '../../src/core/ports/clock.js';
import { assertNever } from '../../src/protocol/parsed.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { createWire, type Wire, type WireHooks } from './relay-wire.js';
import { seededNumbers, seededRandom } from './seeded-random.js';

/** A relay without a network: real members connect to it, and a test decides what arrives when. */
export interface RelayWorld {
  readonly clock: FakeClock;
  readonly connect: Connect;
  readonly connectInside: Connect;
  /** Every connection there ever was, in the order of connecting. Its index is its link at the relay. */
  readonly wires: readonly Wire[];
  /** What passes on the wires can be dropped, doubled and changed here: the messages to pass on instead. */
  readonly hooks: WireHooks;
  readonly logs: readonly LogEvent[];
  /** Delivers one thing that is under way, chosen by the seed; false when nothing is. */
  step(): boolean;
  /** Delivers until nothing is under way. */
  pump(): void;
  /** Lets the time pass, delivering everything after every timer. */
  run(ms: number): void;
  /** Cuts connection n: both ends see 1006, what was under way is lost. */
  breakLink(n: number): void;
  /** From now on frames wait for their place; `false` gives them their places. */
  holdOrder(held: boolean): void;
  /** Gives one waiting frame of the room its place; false when none waits. */
  orderOne(): boolean;
  /** Feeds the relay an event as its home would. */
  event(event: RelayEvent): void;
  /** What the relay is about to hear. */
  onEvent: ((event: RelayEvent) => void) | undefined;
  /** What the relay asked for, before it is done. */
  onEffect: ((effect: RelayEffect) => void) | undefined;
  counts(): ReturnType<typeof relayCounts>;
  /** To look at, not to change. */
  readonly state: RelayState;
}

export interface RelayWorldOptions {
  readonly now?: number;
  readonly seed?: number;
}

export function createRelayWorld(options: RelayWorldOptions = {}): RelayWorld {
  return new World(options);
}

class World implements RelayWorld {
  readonly clock: FakeClock;
  readonly wires: Wire[] = [];
  readonly hooks: WireHooks = {};
  readonly logs: LogEvent[] = [];
  onEvent: ((event: RelayEvent) => void) | undefined;
  onEffect: ((effect: RelayEffect) => void) | undefined;
  readonly state = createRelay();
  readonly #random;
  readonly #pick;
  readonly #order = createLocalOrder((roomId, seq, entry) => this.event({ type: 'ordered', roomId, seq, entry }));
  readonly #waiting: Parameters<Order['submit']>[] = [];
  #held = false;
  #cancelTick: Cancel = () => undefined;

  constructor(options: RelayWorldOptions) {
    this.clock = createFakeClock(options.now);
    this.#random = seededRandom(options.seed ?? 1);
    this.#pick = seededNumbers((options.seed ?? 1) + 1);
  }

  readonly connect: Connect = (events) => this.#connect(events, false);
  readonly connectInside: Connect = (events) => this.#connect(events, true);

  step(): boolean {
    const ready = this.#someBusy()?.ready() ?? [];
    const deliver = ready[this.#pick(ready.length)];
    deliver?.();
    return deliver !== undefined;
  }

  /** The first busy one from a wire on that the seed chooses. */
  #someBusy(): Wire | undefined {
    const start = this.#pick(this.wires.length);
    for (let i = 0; i < this.wires.length; i++) {
      const wire = this.wires[(start + i) % this.wires.length];
      if (wire?.busy === true) return wire;
    }
    return undefined;
  }

  pump(): void {
    while (this.step());
  }

  run(ms: number): void {
    const end = this.clock.now() + ms;
    this.pump();
    for (let at = this.clock.nextAt; at !== undefined && at <= end; at = this.clock.nextAt) {
      this.clock.advance(at - this.clock.now());
      this.pump();
    }
    this.clock.advance(end - this.clock.now());
  }

  breakLink(n: number): void {
    this.wires[n]?.cut();
  }

  holdOrder(held: boolean): void {
    this.#held = held;
    if (!held) while (this.orderOne());
  }

  orderOne(): boolean {
    const next = this.#waiting.shift();
    if (next !== undefined) this.#order.submit(...next);
    return next !== undefined;
  }

  readonly event = (event: RelayEvent): void => {
    this.onEvent?.(event);
    const effects = stepRelay(this.state, event, { now: this.clock.now(), random: this.#random });
    for (const effect of effects) this.#perform(effect);
  };

  counts(): ReturnType<typeof relayCounts> {
    return relayCounts(this.state);
  }

  #connect(events: Parameters<Connect>[0], inside: boolean): ReturnType<Connect> {
    const wire = createWire({ link: this.wires.length, inside, events, toRelay: this.event, hooks: this.hooks });
    this.wires.push(wire);
    return wire.transport;
  }

  #perform(effect: RelayEffect): void {
    this.onEffect?.(effect);
    switch (effect.type) {
      case 'send':
        return this.wires[effect.link]?.send(effect.frame);
      case 'broadcast':
        return this.#broadcast(effect);
      case 'close':
        return this.wires[effect.link]?.close(effect.code);
      case 'order':
        this.#waiting.push([effect.roomId, effect.entry]);
        return this.holdOrder(this.#held);
      case 'arm':
        this.#cancelTick();
        this.#cancelTick = this.clock.after(effect.at - this.clock.now(), () => this.event({ type: 'tick' }));
        return;
      case 'wipe':
        return this.#order.forget(effect.roomId);
      case 'log':
        return void this.logs.push(effect.event);
      default:
        assertNever(effect);
    }
  }

  #broadcast({ links, frame, bulk }: Extract<RelayEffect, { type: 'broadcast' }>): void {
    let left = links.length;
    const gone = (): void => {
      left -= 1;
      if (left === 0 && bulk !== undefined) this.event({ type: 'drained', link: bulk, bytes: frame.length });
    };
    for (const link of links) this.wires[link]?.send(frame, gone);
  }
}
