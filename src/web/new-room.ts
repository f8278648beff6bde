import type { LinkKey, LinkSecret } from '../crypto/link.js';
import type { RoomTicket } from '../crypto/room-ticket.js';
import { equal } from '../protocol/bytes.js';
import { browserRandom } from './browser-random.js';

/** The room that a link leads to; with `ticket` the one that this page makes. Its secret is a copy. */
export interface WantedRoom {
  readonly secret: LinkSecret;
  readonly ticket?: Uint8Array;
}

let made: { readonly from: RoomTicket; readonly s: Uint8Array } | undefined;

/** The secret for a ticket stays the same however often one tries: the relay may have opened the room, and its answer got lost. */
export function roomOf(key: LinkKey): WantedRoom {
  if (key.mode !== 'new') return { secret: key };
  if (made === undefined || !equal(made.from.ticket, key.ticket)) made = { from: key, s: browserRandom(32) };
  return { secret: { mode: 'mls', s: made.s.slice(), hostFp: new Uint8Array(0) }, ticket: key.ticket };
}

/** The room is there: what leads to it is its own link. */
export function forgetNewRoom(): void {
  made?.s.fill(0);
  made = undefined;
}
