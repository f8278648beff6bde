import type { ConnId } from '../../protocol/ids.js';
import type { Place, Room } from './relay-state.js';

/** A key package that waits for a COMMIT. */
export interface Waiting {
  readonly place: Place;
  readonly since: number;
  /** The whole frame, a copy: what arrived may be a piece of a much larger buffer. */
  readonly frame: Uint8Array;
}

/** The right to make the next COMMIT, and what it is asked to take in. */
export interface Lease {
  readonly id: Uint8Array;
  readonly holder: Place;
  readonly until: number;
  readonly joins: readonly Waiting[];
  readonly left: readonly ConnId[];
  /** Its COMMIT waits for its place in the order: it cannot run out any more. */
  committing: boolean;
}

/** What a relay knows of the group of a room; docs/protocol.md, "Orders of the relay". */
export interface GroupState {
  /** A KEYPKG was seen. */
  used: boolean;
  /** Who made the group or was named in a WELCOME; who waits all the same wants to be let in again. */
  readonly members: Set<Place>;
  /** May have a leaf in the group's tree: members, and who was named in a LEASE. */
  readonly leaves: Set<Place>;
  /** The oldest first. */
  readonly waiting: Map<Place, Waiting>;
  /** Places that were freed and may have a leaf, with when, the oldest first. */
  readonly uncovered: Map<ConnId, number>;
  /** Who asked for a lease. */
  readonly asks: Set<Place>;
  /** Who let a lease run out. */
  readonly passed: Set<Place>;
  lease: Lease | undefined;
  /** The COMMIT that was taken last, as long as its WELCOME may still come. */
  welcoming: { readonly by: Place; readonly epoch: number; readonly joins: readonly Waiting[] } | undefined;
  /** Who asked for a RESET, and when. */
  readonly resetAsks: Map<Place, number>;
}

export function createGroup(used = false): GroupState {
  return {
    used,
    members: new Set(),
    leaves: new Set(),
    waiting: new Map(),
    uncovered: new Map(),
    asks: new Set(),
    passed: new Set(),
    lease: undefined,
    welcoming: undefined,
    resetAsks: new Map(),
  };
}

/** Another group for who comes next: nothing of this one counts any more. */
export function replaceGroup(room: Room): void {
  room.group = createGroup(room.group.used);
  room.gen += 1;
  room.epoch = 0;
}

/** Overwrites what waited. Not before the end: a frame may still be on its way to the holder of a lease. */
export function wipeGroup({ waiting, lease, welcoming }: GroupState): void {
  for (const list of [waiting.values(), lease?.joins ?? [], welcoming?.joins ?? []]) for (const { frame } of list) frame.fill(0);
}

export function waitingBytes({ waiting }: GroupState): number {
  let bytes = 0;
  for (const { frame } of waiting.values()) bytes += frame.length;
  return bytes;
}

/** Those in the group, as far as the relay can tell. Who broke before it spoke may not even know that it has made one. */
export const settled = ({ members, waiting }: GroupState): readonly Place[] =>
  [...members].filter((place) => !waiting.has(place) && (place.heard || place.presence.state === 'here'));

/** The host's own connection, from inside the relay's process. */
export const isHost = ({ presence }: Place): boolean => presence.state === 'here' && presence.link.inside;

export const hasHost = (room: Room): boolean => room.hosted && [...room.places.values()].some(isHost);
