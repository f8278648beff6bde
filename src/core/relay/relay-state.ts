import type { ConnId, RoomId } from '../../protocol/ids.js';
import type { Random } from '../ports/random.js';
import type { DecayingScore } from '../decaying-score.js';
import type { LinkKey } from './relay-event.js';
import type { ResumeBuffer } from './resume-buffer.js';
import type { ResumeToken } from './resume-token.js';

/** Everything a relay knows. Owned and changed in place by `stepRelay`. */
export interface RelayState {
  readonly rooms: Map<RoomId, Room>;
  /** Connected links; one that the relay closed is out at once, whatever still arrives from it. */
  readonly links: Map<LinkKey, Link>;
  /** Links without a place, the oldest first. Those from inside are not counted. */
  readonly strangers: Set<Link>;
  /** Links that a RESET took the place of, until they say HELLO again, the first to lose it first. Those from inside are not counted. */
  readonly returning: Set<Link>;
  /** Rooms that may be opened from outside: the SHA-256 of the ticket in hexadecimal, and how many may enter. */
  readonly invites: Map<string, number>;
  /** Links that are gone while frames of theirs still wait for a place in the order. */
  readonly departed: Map<LinkKey, Link>;
  /** When a tick was asked for. */
  armedAt: number | undefined;
  ended: boolean;
}

export interface Room {
  readonly id: RoomId;
  readonly capHash: Uint8Array;
  max: number;
  locked: boolean;
  /** The host's own connection comes here, or has been here. */
  hosted: boolean;
  /** The host has locked it and left for good: nobody says anything here any more, but who was away may still read what came before. */
  abandoned: boolean;
  gen: number;
  epoch: number;
  group: GroupState;
  /** When the group was replaced by a RESET, the last few times. */
  resets: readonly number[];
  /** HELLOs lately. */
  readonly arrivals: DecayingScore;
  /** Of the last frame that was ordered. */
  seq: number;
  readonly places: Map<ConnId, Place>;
  /** The places whose connection broke, the oldest break first. */
  readonly away: Set<Place>;
  /** The connected links; `undefined` when they have changed. */
  snapshot: readonly LinkKey[] | undefined;
  readonly buffer: ResumeBuffer<Place>;
}

/** A member, as far as a relay knows it. */
export interface Place {
  readonly conn: ConnId;
  readonly room: Room;
  readonly came: number;
  /** The room's seq when it came: what was said before is not for it. */
  readonly from: number;
  readonly token: ResumeToken;
  /** Survives a reconnect. */
  readonly score: DecayingScore;
  presence: { readonly state: 'here'; readonly link: Link; readonly since: number } | { readonly state: 'away'; readonly since: number };
  /** Something came from it: it knows that it has this place. */
  heard: boolean;
  /** The last frame for some members only, it among them, that is no longer kept. */
  missedTo: number;
}

export interface Link {
  readonly key: LinkKey;
  readonly inside: boolean;
  /** Before it has a place its own, then the place's. */
  score: DecayingScore;
  stage:
    /** `back`: a RESET took its place in this room. */
    | { readonly stage: 'stranger'; readonly since: number; readonly back?: Room }
    | { readonly stage: 'joined'; readonly place: Place; credit: number };
  /** Frames that wait for their place in the order. */
  unordered: number;
}

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

/** Time and chance of one step. */
export interface RelayEnv {
  readonly now: number;
  readonly random: Random;
}
