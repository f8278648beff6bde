import { controlFrame } from '../../protocol/control-frame.js';
import { limits } from '../../protocol/limits.js';
import type { GroupState, Lease, Link, Place, Room } from './relay-state.js';
import { isHost, settled } from './roles.js';
import { arm, type Step } from './step.js';

/** More milliseconds than any time, and small enough to add one exactly. */
const AFTER_ALL = 2 ** 50;

/** A lease that could be given, and from when on. */
interface Offer {
  readonly at: number;
  readonly holder: Place;
  readonly asked: boolean;
}

/** Gives the lease that is due, if one is, and has the relay come back when the next will be. */
export function settleLeases(step: Step, room: Room): void {
  const at = advanceLeases(step, room);
  const { armedAt } = step.state;
  if (at < Number.POSITIVE_INFINITY && (armedAt === undefined || at < armedAt)) arm(step, at);
}

/** Does what is due, and answers when something will be next. */
export function advanceLeases(step: Step, room: Room): number {
  const { group } = room;
  if (group.lease?.committing === true || !group.used) return Number.POSITIVE_INFINITY;
  if (group.lease !== undefined) {
    if (group.lease.until > step.now) return group.lease.until;
    group.passed.add(group.lease.holder);
    group.lease = undefined;
  }
  const offer = nextOffer(room, step.now);
  if (offer === undefined) return Number.POSITIVE_INFINITY;
  return offer.at > step.now ? offer.at : give(step, room, offer).until;
}

/** To a holder that has come back: what it was given may have been lost with its connection. */
export function repeatLease(step: Step, place: Place, link: Link): void {
  const { lease } = place.room.group;
  if (lease?.holder === place && !lease.committing) send(step, place.room, link, lease);
}

/** What is due now, joins before leaves before asks; else what will be soonest. */
function nextOffer(room: Room, now: number): Offer | undefined {
  const offers = [offerOfJoins(room), offerOfLeaves(room), offerOfAsks(room, now)].filter((offer) => offer !== undefined);
  return offers.find(({ at }) => at <= now) ?? offers.toSorted((a, b) => a.at - b.at)[0];
}

function offerOfJoins({ group }: Room): Offer | undefined {
  const { waiting } = group;
  const [first] = waiting.values();
  if (first === undefined) return undefined;
  const holder = choose(group, settled(group));
  const patience = waiting.size > limits.leaseMany ? limits.leaseManyMs : limits.leaseJoinMs;
  return holder && { at: first.since + patience, holder, asked: false };
}

/** In a room that has had a host its leaf stands in the tree, and members refuse a removal by anybody else. */
function offerOfLeaves({ group, hosted }: Room): Offer | undefined {
  const [since] = group.uncovered.values();
  const holder = since === undefined ? undefined : leaverOf(group, hosted);
  return holder && { at: (since ?? 0) + limits.leaseLeftMs, holder, asked: false };
}

/** In the order of asking. */
function offerOfAsks({ group: { asks, passed } }: Room, now: number): Offer | undefined {
  const [first] = asks;
  const holder = [...asks].find((place) => !passed.has(place)) ?? first;
  return holder && { at: now, holder, asked: true };
}

const leaverOf = (group: GroupState, hosted: boolean): Place | undefined =>
  choose(group, hosted ? settled(group).filter(isHost) : settled(group));

/** Of those who are here: the host, else who is connected longest; who let a lease run out only when nobody else is left. */
function choose({ passed }: GroupState, places: readonly Place[]): Place | undefined {
  let best: { readonly place: Place; readonly rank: number } | undefined;
  for (const place of places) {
    if (place.presence.state !== 'here') continue;
    const rank = (passed.has(place) ? AFTER_ALL : 0) + (isHost(place) ? -1 : place.presence.since);
    if (best === undefined || rank < best.rank) best = { place, rank };
  }
  return best?.place;
}

function give(step: Step, room: Room, { holder, asked }: Offer): Lease {
  const { group } = room;
  // Everybody who could have it was passed over: they may all try again.
  if (group.passed.has(holder)) group.passed.clear();
  if (asked) group.asks.delete(holder);
  const joins = asked ? [] : [...group.waiting.values()];
  const left = leaverOf(group, room.hosted) === holder ? [...group.uncovered.keys()] : [];
  const lease: Lease = { id: step.random(16), holder, until: step.now + limits.leaseMs, joins, left, committing: false };
  group.lease = lease;
  for (const { place } of joins) group.leaves.add(place);
  if (holder.presence.state === 'here') send(step, room, holder.presence.link, lease);
  return lease;
}

function send(step: Step, room: Room, link: Link, { id, joins, left }: Lease): void {
  const names = joins.map(({ place }) => place.conn);
  const order = controlFrame('LEASE', { lease: id, epoch: room.epoch, joins: names, left });
  for (const frame of [...joins.map((waiting) => waiting.frame), order]) {
    step.effects.push({ type: 'send', link: link.key, frame, room: room.id });
  }
}

/** A place is freed: from now on members should remove it. */
export function mustLeave({ uncovered }: GroupState, { conn }: Place, now: number): void {
  uncovered.set(conn, now);
  const [oldest] = uncovered.keys();
  if (oldest !== undefined && uncovered.size > limits.membersMost) uncovered.delete(oldest);
}
