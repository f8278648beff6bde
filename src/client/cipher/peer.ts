import type { Payload } from '../../protocol/payload.js';
import type { Identity } from './room-cipher.js';

/** A message kept until its sender has repeated our nonce. */
export interface Held {
  readonly payload: Payload;
  readonly encoded: Uint8Array;
  readonly counted: boolean;
}

/** What the signed modes know of another member's key. */
export interface Peer {
  identity: Identity;
  /** The last counter that was accepted: later ones must be higher, also after a break. */
  counter: number;
  /** Start of the join nonce it announced last: what our next `here` to it repeats. */
  nonceHead: Uint8Array;
  /** We have repeated that nonce. */
  greeted: boolean;
  /** It has repeated ours: what it says is shown. */
  heard: boolean;
  held: Held[];
  /** When its place became free, for forgetting the counter once no replay can pass the clock. */
  leftAt: number | undefined;
}
