import type { RoomId } from '../../protocol/ids.js';

/** A connection, as the relay's home numbers it. Never used twice in a session. */
export type LinkKey = number;

/** A frame on its way through the `Order` port: who sent it, and the encoded frame whose seq is still 0. */
export interface OrderEntry {
  readonly sender: LinkKey;
  readonly frame: Uint8Array;
}

/** What happens to a relay. `now` and `random` come beside it: `step(state, event, {now, random})`. */
export type RelayEvent =
  /** `inside`: the host's connection in the relay's own process, the only one that may send OPEN. */
  | { readonly type: 'connected'; readonly link: LinkKey; readonly inside: boolean }
  /** The relay takes the bytes over and may change them. */
  | { readonly type: 'frame'; readonly link: LinkKey; readonly bytes: Uint8Array }
  /** A text message, or anything else that is no frame. */
  | { readonly type: 'garbage'; readonly link: LinkKey }
  | { readonly type: 'closed'; readonly link: LinkKey; readonly code: number }
  /** The `Order` port's answer to an `order` effect: in process in the same tick, over Redis later. */
  | { readonly type: 'ordered'; readonly roomId: RoomId; readonly seq: number; readonly entry: OrderEntry }
  /** So many BULK bytes of this sender have left for every receiver. */
  | { readonly type: 'drained'; readonly link: LinkKey; readonly bytes: number }
  /** The time asked for by `arm` has come. */
  | { readonly type: 'tick' }
  /** From the own process: the first HELLO with the ticket of this SHA-256 may open a room, for so many. */
  | { readonly type: 'invite'; readonly ticketHash: Uint8Array; readonly max: number }
  /** Somebody requested a path with the whole secret of this room's link in it. */
  | { readonly type: 'exposed'; readonly roomId: RoomId }
  /** The session ends: close everybody, forget everything. */
  | { readonly type: 'end' };
