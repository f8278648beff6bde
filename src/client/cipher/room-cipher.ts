import type { Frame } from '../../protocol/frame.js';
import type { ConnId, MemberId } from '../../protocol/ids.js';
import type { Mode } from '../../protocol/mode.js';
import type { Payload, PayloadKind } from '../../protocol/payload.js';

/** Where a member stands: what HELLO_OK gave it. */
export interface Place {
  readonly conn: ConnId;
  readonly gen: number;
  readonly epoch: number;
  /** How many others were connected. */
  readonly others: number;
  /** The places of the others, connected or away, as the relay says. */
  readonly taken: readonly ConnId[];
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
  /** Someone came and left before we could meet it: so many of its messages cannot be shown. */
  | { readonly type: 'unmet'; readonly member: Identity; readonly count: number }
  /** Everybody here has answered, or had their time: once for each `enter`. */
  | { readonly type: 'entered' }
  /** Something did not verify; it is dropped. */
  | { readonly type: 'refused'; readonly reason: RefusedReason };

export type RefusedReason = 'seal' | 'layout' | 'credential' | 'signature' | 'replay' | 'clock' | 'unknown-sender' | 'place' | 'too-many';

/**
 * The seam between a member and how its room is encrypted. One call at a time: the member waits for each before the next (MLS state
 * would fork). Calls never throw for what comes from outside; `seal` needs an `enter` before.
 */
export interface RoomCipher {
  readonly mode: Mode;
  /** When `tick` wants to be called; undefined: not at all. Milliseconds. */
  readonly wakeAt: number | undefined;
  /** A fresh place: at the first join, and again after a gap. */
  enter(place: Place, now: number): Promise<readonly CipherEvent[]>;
  /** An encoded frame of an encoded payload (without padding); no `to` means everybody. */
  seal(encoded: Uint8Array, to: readonly ConnId[], now: number): Promise<Uint8Array>;
  open(frame: Frame, now: number): Promise<readonly CipherEvent[]>;
  tick(now: number): Promise<readonly CipherEvent[]>;
  /** The relay says that this place is taken now. Nobody can announce itself at a place that is not. */
  came(conn: ConnId): void;
  /** What was missed follows: who came meanwhile is not known, so any place is believed until `only`. */
  catchUp(): void;
  /** The relay says that this place is free. */
  left(conn: ConnId, now: number): readonly CipherEvent[];
  /** The relay says that only these places are taken. */
  only(conns: readonly ConnId[], now: number): readonly CipherEvent[];
  rename(nick: string): void;
}
