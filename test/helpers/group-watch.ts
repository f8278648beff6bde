import type { RelayEffect } from '../../src/core/relay/relay-effect.js';
import type { LinkKey } from '../../src/core/relay/relay-event.js';
import type { Room } from '../../src/core/relay/relay-state.js';
import { toHex } from '../../src/protocol/bytes.js';
import { parseControl } from '../../src/protocol/control.js';
import { parseFrame, type Frame } from '../../src/protocol/frame.js';
import type { ConnId } from '../../src/protocol/ids.js';
import { limits } from '../../src/protocol/limits.js';
import type { RelayWorld } from './relay-driver.js';

interface Given {
  readonly joins: readonly ConnId[];
  readonly links: Set<LinkKey>;
}

/** Watches one room whose members form a group: what every order of the relay must keep to. */
export class GroupWatch {
  readonly wrong: string[] = [];
  commits = 0;
  welcomes = 0;
  resets = 0;
  readonly #world: RelayWorld;
  readonly #leases = new Map<string, Given>();
  /** Key packages since the last LEASE, for each link. */
  readonly #packages = new Map<LinkKey, number>();
  /** Of the COMMIT frames that wait for their place: who sent them. */
  readonly #senders = new Map<string, LinkKey>();
  #gen = 0;
  #epoch = 0;
  #last: Given | undefined;
  /** The seq of the WELCOME of the last COMMIT. */
  #welcome: number | undefined;

  constructor(world: RelayWorld) {
    this.#world = world;
    world.onEffect = (effect) => this.#take(effect);
    world.onEvent = () => this.#look();
  }

  /** Nothing in the state that is of no use any more, and everything bounded. */
  #look(): void {
    for (const room of this.#world.state.rooms.values()) {
      const { group, places } = room;
      const lists = [group.members, group.leaves, group.waiting.keys(), group.asks, group.passed, group.resetAsks.keys()];
      const known = new Set(places.values());
      for (const [at, list] of lists.entries())
        for (const place of list) if (!known.has(place)) this.wrong.push(`list ${at} keeps who is gone`);
      if (group.lease !== undefined && !known.has(group.lease.holder)) this.wrong.push('a lease of who is gone');
      if (group.waiting.size > limits.waiting) this.wrong.push('too many wait');
      if (group.uncovered.size > limits.membersMost) this.wrong.push('too many leaves');
      if ([...places.keys()].some((conn) => group.uncovered.has(conn))) this.wrong.push('who is here counts as gone');
      this.#standing(room);
      // A commit that nobody was here to hear.
      if (room.epoch > this.#epoch) {
        this.#epoch = room.epoch;
        this.#last = undefined;
        this.#welcome = undefined;
      }
    }
  }

  #standing({ gen, epoch }: Room): void {
    if (gen === this.#gen) return;
    this.#gen = gen;
    this.#epoch = 0;
    this.#last = undefined;
    this.#leases.clear();
    if (epoch !== 0) this.wrong.push('a group that does not begin at 0');
  }

  #take(effect: RelayEffect): void {
    if (effect.type === 'order') this.#ordered(effect.entry.frame, effect.entry.sender);
    if (effect.type === 'send') this.#sent([effect.link], parse(effect.frame), effect.room !== undefined);
    if (effect.type === 'broadcast') this.#sent(effect.links, parse(effect.frame), true);
  }

  #ordered(bytes: Uint8Array, sender: LinkKey): void {
    const frame = parse(bytes);
    if (frame.type === 'COMMIT') this.#senders.set(toHex(frame.body.subarray(0, 16)), sender);
  }

  #sent(links: readonly LinkKey[], frame: Frame, inOrder: boolean): void {
    const [link = -1] = links;
    for (const room of this.#world.state.rooms.values()) this.#standing(room);
    if (frame.type === 'RESET') this.resets += 1;
    if (frame.type === 'KEYPKG') this.#packages.set(link, (this.#packages.get(link) ?? 0) + 1);
    if (frame.type === 'LEASE') this.#leased(link, frame);
    if ((frame.type === 'KEYPKG' || frame.type === 'LEASE') && !inOrder) this.wrong.push(`${frame.type} may overtake a COMMIT`);
    // Those who come back get what they missed once more.
    if (!inOrder || frame.gen !== this.#gen) return;
    if (frame.type === 'COMMIT') this.#committed(frame);
    if (frame.type === 'WELCOME') this.#welcomed(frame);
  }

  #leased(link: LinkKey, frame: Frame): void {
    const body = parseControl('LEASE', frame.body);
    if (!body.ok) throw new Error(body.reason);
    const { lease, joins, epoch } = body.value;
    if (joins.length !== (this.#packages.get(link) ?? 0)) this.wrong.push('LEASE names others than were sent');
    this.#packages.delete(link);
    if (epoch !== this.#epoch) this.wrong.push('LEASE for another epoch');
    const given = this.#leases.get(toHex(lease)) ?? { joins, links: new Set() };
    given.links.add(link);
    this.#leases.set(toHex(lease), given);
  }

  #committed(frame: Frame): void {
    const id = toHex(frame.body.subarray(0, 16));
    const given = this.#leases.get(id);
    const sender = this.#senders.get(id);
    this.commits += 1;
    if (frame.epoch !== this.#epoch) this.wrong.push(`a commit of epoch ${frame.epoch} in ${this.#epoch}`);
    if (given === undefined) this.wrong.push('a commit without a lease, or the second of one');
    else if (sender === undefined || !given.links.has(sender)) this.wrong.push('a commit of who has no lease');
    this.#epoch = frame.epoch + 1;
    this.#leases.delete(id);
    this.#last = given;
    this.#welcome = undefined;
  }

  #welcomed(frame: Frame): void {
    if (this.#welcome === undefined) this.welcomes += 1;
    this.#welcome ??= frame.seq;
    if (this.#welcome !== frame.seq || frame.epoch !== this.#epoch - 1) this.wrong.push('a welcome that does not follow its commit');
    if (this.#last !== undefined && frame.to.some((conn) => this.#last?.joins.includes(conn) === false))
      this.wrong.push('a welcome for who was not let in');
  }
}

function parse(bytes: Uint8Array): Frame {
  const frame = parseFrame(bytes);
  if (!frame.ok) throw new Error(frame.reason);
  return frame.value;
}
