import type { ConnId, RoomId } from '../../protocol/ids.js';
import type { Random } from '../ports/random.js';
import type { DecayingScore } from '../decaying-score.js';
import type { GroupState } from './group-state.js';
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
  /** The host's own connection has had a place here. */
  hosted: boolean;
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

/** Time and chance of one step. */
export interface RelayEnv {
  readonly now: number;
  readonly random: Random;
}
