import type { Cancel, Clock } from '../core/ports/clock.js';
import type { Log } from '../core/log-event.js';
import type { Order } from '../core/ports/order.js';
import type { Random } from '../core/ports/random.js';
import { createLocalOrder } from '../core/relay/local-order.js';
import type { RelayEffect } from '../core/relay/relay-effect.js';
import type { LinkKey, RelayEvent } from '../core/relay/relay-event.js';
import { createRelay, hasPlace, relayCounts, stepRelay } from '../core/relay/relay.js';
import { sha256 } from '../crypto/hash.js';
import type { RoomId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import { assertNever } from '../protocol/parsed.js';
import { closeCodes } from '../protocol/relay-code.js';
import { Batch } from './batch.js';
import { FanOut } from './fan-out.js';
import type { Link, LinkEvents } from './link.js';
import { LinkTable } from './link-table.js';

interface Environment {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

type Close = Extract<RelayEffect, { type: 'close' }>;
type Broadcast = Extract<RelayEffect, { type: 'broadcast' }>;

const BROKEN = 1006;
/** Whoever asks for the same secret again and again does not make a room hear of it each time. */
const EXPOSED_MS = 10_000;

/** Where the relay lives: hands it what happens, in order, and does what it wants done. */
export class RelayHome {
  readonly #env: Environment;
  readonly #state = createRelay();
  readonly #order: Order;
  readonly #links = new LinkTable();
  readonly #fanOut: FanOut;
  readonly #events: RelayEvent[] = [];
  #stepping = false;
  #ended = false;
  #tick: Cancel | undefined;
  #heartbeat: Cancel;
  /** When a room was last told; never more of them than there are rooms. */
  readonly #exposedAt = new Map<RoomId, number>();

  constructor(env: Environment) {
    this.#env = env;
    this.#order = createLocalOrder((roomId, seq, entry) => this.#dispatch({ type: 'ordered', roomId, seq, entry }));
    this.#fanOut = new FanOut(env.clock, (links, batch) => this.#sendAll(links, batch));
    this.#heartbeat = env.clock.after(limits.pingMs, () => this.#beat());
  }

  /** `inside`: a link that nothing outside this process can be at the other end of. */
  accept(link: Link, inside: boolean): LinkEvents {
    if (this.#ended) {
      link.close(closeCodes.ended);
      return { frame: () => undefined, garbage: () => undefined, alive: () => undefined, closed: () => undefined };
    }
    const key = this.#links.add(link);
    this.#dispatch({ type: 'connected', link: key, inside });
    return {
      frame: (bytes) => this.#hear(key, { type: 'frame', link: key, bytes }),
      garbage: () => this.#hear(key, { type: 'garbage', link: key }),
      alive: () => this.#links.alive(key),
      closed: (code) => this.#gone(key, code),
    };
  }

  /** Whoever says HELLO first with this ticket may open a room for so many. */
  invite(ticket: Uint8Array, max: number): void {
    this.#dispatch({ type: 'invite', ticketHash: sha256(ticket), max });
  }

  /** Somebody asked for a path with the secret of this room's link in it. */
  exposed(roomId: RoomId): void {
    const now = this.#env.clock.now();
    const known = this.#state.rooms.has(roomId);
    if (!known || now - (this.#exposedAt.get(roomId) ?? Number.NEGATIVE_INFINITY) < EXPOSED_MS) return;
    this.#exposedAt.set(roomId, now);
    this.#dispatch({ type: 'exposed', roomId });
  }

  /** Everybody is told that the session has ended, and the relay forgets everything. Once; later calls find nothing. */
  end(): { readonly sockets: number; readonly bytes: number } {
    if (this.#ended) return { sockets: 0, bytes: 0 };
    const { links, bufferedBytes } = relayCounts(this.#state);
    this.#dispatch({ type: 'end' });
    this.#ended = true;
    this.#fanOut.forgetAll();
    this.#tick?.();
    this.#heartbeat();
    return { sockets: links, bytes: bufferedBytes };
  }

  #hear(key: LinkKey, event: RelayEvent): void {
    this.#links.alive(key);
    if (!this.#links.has(key)) return;
    this.#dispatch(event);
    if (hasPlace(this.#state, key)) this.#links.seat(key);
  }

  #gone(key: LinkKey, code: number): void {
    if (this.#links.take(key) !== undefined) this.#dispatch({ type: 'closed', link: key, code });
  }

  /** One event after the other: what happens during a step waits for its end. */
  #dispatch(event: RelayEvent): void {
    if (this.#ended) return;
    this.#events.push(event);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        const env = { now: this.#env.clock.now(), random: this.#env.random };
        for (const effect of stepRelay(this.#state, next, env)) this.#apply(effect);
      }
    } finally {
      this.#stepping = false;
    }
  }

  #apply(effect: RelayEffect): void {
    switch (effect.type) {
      case 'send':
        if (effect.room !== undefined) this.#fanOut.flush(effect.room);
        if (this.#links.send(effect.link, new Batch([effect.frame])) === 'too-slow') this.#cut(effect.link);
        return;
      case 'broadcast':
        return this.#broadcast(effect);
      case 'close':
        this.#fanOut.flushAll();
        return this.#close(effect);
      case 'order':
        return this.#order.submit(effect.roomId, effect.entry);
      case 'arm':
        return this.#arm(effect.at);
      case 'wipe':
        this.#fanOut.forget(effect.roomId);
        return this.#order.forget(effect.roomId);
      case 'log':
        return this.#env.log(effect.event);
      default:
        return assertNever(effect);
    }
  }

  #broadcast({ room, links, frame, bulk }: Broadcast): void {
    if (bulk === undefined) return this.#fanOut.broadcast(room, links, frame);
    this.#fanOut.flush(room);
    let late: Cancel | undefined;
    const drained = (): void => {
      if (late === undefined) return;
      late();
      late = undefined;
      this.#dispatch({ type: 'drained', link: bulk, bytes: frame.length });
    };
    // Whoever does not read what was sent to it would hold up what its sender has for the others.
    late = this.#env.clock.after(limits.bulkLeftMs, drained);
    this.#links.sendBulk(links, bulk, new Batch([frame]), drained);
  }

  #close({ link: key, code }: Close): void {
    const link = this.#links.take(key);
    // Its member is here by another way: what waits for it would be kept for nobody.
    if (code === closeCodes.replaced && link !== undefined && link.backlog > limits.queueBytes) link.terminate();
    else link?.close(code);
  }

  #sendAll(links: readonly LinkKey[], batch: Batch): void {
    for (const key of this.#links.sendAll(links, batch)) this.#cut(key);
  }

  /** Too much waits for it. What does is still sent, if it reads on before `ws` cuts the connection. */
  #cut(key: LinkKey): void {
    const link = this.#links.take(key);
    if (link === undefined) return;
    link.close(closeCodes.slow);
    this.#dispatch({ type: 'closed', link: key, code: closeCodes.slow });
  }

  #arm(at: number): void {
    this.#tick?.();
    const { clock } = this.#env;
    // A timer may be a fraction of a millisecond early by the other clock.
    this.#tick = clock.after(Math.max(0, at - clock.now()), () => (clock.now() < at ? this.#arm(at) : this.#dispatch({ type: 'tick' })));
  }

  #beat(): void {
    this.#heartbeat = this.#env.clock.after(limits.pingMs, () => this.#beat());
    this.#fanOut.flushAll();
    for (const key of this.#links.ping()) {
      const link = this.#links.take(key);
      link?.terminate();
      this.#dispatch({ type: 'closed', link: key, code: BROKEN });
    }
  }
}
