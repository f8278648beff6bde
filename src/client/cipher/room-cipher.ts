import type { RoomKeys } from '../../crypto/key-schedule.js';
import type { Control } from '../../protocol/control.js';
import type { Frame } from '../../protocol/frame.js';
import type { MemberErrorCode } from '../../protocol/member-error.js';
import type { ConnId, MemberId } from '../../protocol/ids.js';
import type { Mode } from '../../protocol/mode.js';
import type { Payload, PayloadKind } from '../../protocol/payload.js';
import type { Why } from '../why.js';

/** How many counted messages of a member have been seen, and the SHA-256 of the last. */
export interface MemberCount {
  readonly id: MemberId;
  readonly n: number;
  readonly p: Uint8Array;
}

/** What the relay asks of a member of an MLS group, or answers it. */
export type RelayOrder = ({ readonly type: 'LEASE' } & Control<'LEASE'>) | ({ readonly type: 'COMMIT_NO' } & Control<'COMMIT_NO'>);

/** Where a member stands: what HELLO_OK gave it. */
export interface Place {
  readonly conn: ConnId;
  readonly gen: number;
  readonly epoch: number;
  /** Nobody is in the group yet, as far as the relay knows. */
  readonly first: boolean;
  /** How many others were connected. */
  readonly others: number;
  /** The places of the others, connected or away, as the relay says. */
  readonly taken: readonly ConnId[];
}

/** What stands in front of a frame: which group, and its epoch. */
export interface FrameHead {
  readonly gen: number;
  readonly epoch: number;
}

/** Someone whose key, nick and place have been checked. */
export interface Identity {
  readonly id: MemberId;
  readonly nick: string;
  readonly conn: ConnId;
  /** Ed25519, 32 bytes. */
  readonly sigPk: Uint8Array;
}

export type CipherEvent =
  /** The cipher wants this said, before anything of the member that still waits. */
  | { readonly type: 'say'; readonly kind: PayloadKind; readonly body: Uint8Array; readonly to: readonly ConnId[] }
  /** Someone is known to be here now, at this place, by this nick. Said before anything of it, and again when it changes. */
  | { readonly type: 'member'; readonly member: Identity }
  /** The sender's messages count from this one on. `rebase`: even if others of it are known; what lies between was never for us. */
  | {
      readonly type: 'baseline';
      readonly member: Identity;
      readonly payload: Payload;
      readonly encoded: Uint8Array;
      readonly rebase: boolean;
    }
  /** `counted`: whether it takes a number of its sender. `encoded`: without padding. */
  | {
      readonly type: 'payload';
      readonly from: MemberId;
      readonly payload: Payload;
      readonly encoded: Uint8Array;
      readonly counted: boolean;
    }
  | PrivateEvent
  /**
   * Someone is not of the room any more: it can read nothing that is said from now on, as far as this mode can tell. `by`: another took
   * it out, though it had just been heard and the relay has not said that it left.
   */
  | { readonly type: 'gone'; readonly id: MemberId; readonly by?: MemberId }
  /** A frame that goes out at once, as it is. */
  | { readonly type: 'send'; readonly frame: Uint8Array }
  /** How far the room has counted should be told to all: `syncBody`. */
  | { readonly type: 'sync' }
  /** How far `from` says that others have counted. */
  | { readonly type: 'counts'; readonly from: MemberId; readonly counts: readonly MemberCount[] }
  /** We are not of the group any more, and ask to be let in again: nothing can be said until `entered`. */
  | { readonly type: 'out' }
  /** Keys of the group that we have made, and nobody in it who was to go. */
  | { readonly type: 'renewed' }
  /** The host has shown that it is in the same group as we are; without a host, anybody. */
  | { readonly type: 'confirmed' }
  /** The group has changed: the code (`roomCode`) that its members have now, and nobody else, to compare. */
  | { readonly type: 'room-code'; readonly code: Uint8Array }
  /** Something that is worth a sentence: the member's code for it. */
  | { readonly type: 'warn'; readonly code: MemberErrorCode; readonly why?: Why }
  /** Someone came and left before we could meet it: so many of its messages cannot be shown. */
  | { readonly type: 'unmet'; readonly member: Identity; readonly count: number }
  /** Everybody here has answered, or had their time: once for each `enter`. */
  | { readonly type: 'entered' }
  /** Something did not verify; it is dropped. */
  | { readonly type: 'refused'; readonly reason: RefusedReason };

export type PrivateEvent =
  /** As `payload`, for us alone. `binding`: of the group of two in which it came, with kind `sas` only. */
  | {
      readonly type: 'private';
      readonly from: MemberId;
      readonly payload: Payload;
      readonly encoded: Uint8Array;
      readonly binding: Uint8Array | undefined;
    }
  /** What is for this member alone can be sealed now. `greet`: it waits for a first word. */
  | { readonly type: 'private-open'; readonly with: MemberId; readonly greet: boolean }
  /** It can not any more: its member has gone, or come anew. */
  | { readonly type: 'private-lost'; readonly with: MemberId };

export type RefusedReason = 'seal' | 'layout' | 'credential' | 'signature' | 'replay' | 'clock' | 'unknown-sender' | 'place' | 'too-many';

/**
 * The seam between a member and how its room is encrypted. One call at a time: the member waits for each before the next (MLS state
 * would fork). Calls never throw for what comes from outside; `seal` needs an `enter` before.
 */
export interface RoomCipher {
  readonly mode: Mode;
  /** Whether hearing the host is enough to be sure of the room; else `confirmed` says when. */
  readonly presenceConfirms: boolean;
  /** `undefined`: everybody in this mode can read everything. */
  readonly private: PrivateCipher | undefined;
  /** `undefined`: whoever has the link can come back, and read. */
  readonly ruling: RulingCipher | undefined;
  /** When `tick` wants to be called; undefined: not at all. Milliseconds. */
  readonly wakeAt: number | undefined;
  /** Of a frame that is sealed now by other means; `undefined`: nothing can be. */
  head(): FrameHead | undefined;
  /** A fresh place: at the first join, and again after a gap. */
  enter(place: Place, now: number): Promise<readonly CipherEvent[]>;
  /** An encoded frame of an encoded payload (without padding); no `to` means everybody. */
  seal(encoded: Uint8Array, to: readonly ConnId[], now: number): Promise<Uint8Array>;
  open(frame: Frame, now: number): Promise<readonly CipherEvent[]>;
  order(order: RelayOrder, now: number): Promise<readonly CipherEvent[]>;
  /** Body of a `sync` payload; `counts`: of everybody, ourselves too. */
  syncBody(counts: readonly MemberCount[]): Uint8Array;
  tick(now: number): Promise<readonly CipherEvent[]>;
  /** The relay says that this place is taken now. Nobody can announce itself at a place that is not. */
  came(conn: ConnId): void;
  /** What was missed follows; these places are taken. Who came meanwhile is not known, so any place is believed until `only`. */
  catchUp(taken: readonly ConnId[]): void;
  /** The relay says that this place is free. */
  left(conn: ConnId, now: number): readonly CipherEvent[];
  /** The relay says that only these places are taken. */
  only(conns: readonly ConnId[], now: number): readonly CipherEvent[];
  /** The relay refused what we said for the epoch that it was said in. */
  outOfStep(now: number): Promise<readonly CipherEvent[]>;
  rename(nick: string): void;
  /** Ends every secret of it; nothing is called after. */
  wipe(): void;
}

/** The part of a RoomCipher with which the host rules. One call at a time, as there. */
export interface RulingCipher {
  /** Removes who has this key, and never lets it in again. */
  ban(member: Identity): readonly CipherEvent[];
  /** Takes everybody out who is to go, and makes keys anew: `renewed` says when that is done. */
  renew(now: number): readonly CipherEvent[];
  /** Whether nobody is let in for now. */
  close(closed: boolean): void;
  /** The room has another link: what is entered next is there. */
  move(keys: RoomKeys): void;
}

/** The part of a RoomCipher that seals for one member alone. What comes is opened by the RoomCipher; one call at a time, as there. */
export interface PrivateCipher {
  /** Something can be sealed for this member now. */
  isOpen(to: MemberId): boolean;
  /** Makes a way to this member, unless there is one or one is being made. `private-open` says when it is there. */
  begin(to: MemberId, now: number): Promise<readonly CipherEvent[]>;
  /** An encoded frame of an encoded payload (without padding). Only while the way is open. */
  seal(to: MemberId, encoded: Uint8Array): Promise<Uint8Array>;
  /** 32 bytes that belong to the group of two in which something would be sealed now. Only while the way is open. */
  binding(to: MemberId): Promise<Uint8Array>;
}
