import { fromBase32, fromBase64url, toBase64url } from '../protocol/base-n.js';
import { parsed, type Parsed } from '../protocol/parsed.js';

/** What stands behind the # of a link that leads to no room yet: who comes first makes one with it (docs/protocol.md, "Link"). */
export interface RoomTicket {
  readonly mode: 'new';
  /** 16 bytes, known to the relay. No key of a room. */
  readonly ticket: Uint8Array;
}

export const TICKET_WORD = 'new';

const BYTES = 16;
/** In base64url and in base32. */
const LENGTHS = [22, 26] as const;

/** A text of one case is taken for one that an app has changed: none is made. */
export function makeTicket(random: (length: number) => Uint8Array): RoomTicket {
  for (;;) {
    const ticket = random(BYTES);
    const text = toBase64url(ticket);
    if (/[a-z]/u.test(text) && /[A-Z]/u.test(text)) return { mode: 'new', ticket };
  }
}

export const isTicketFragment = (fragment: string): boolean => /^new\./iu.test(fragment);

/** `reason`: LINK_CUT or LINK_MALFORMED. */
export function parseTicketFragment(fragment: string): Parsed<RoomTicket> {
  const text = fragment.slice(TICKET_WORD.length + 1);
  if (!/^[\w-]*$/u.test(text)) return { ok: false, reason: 'LINK_MALFORMED' };
  if (text.length < LENGTHS[0]) return { ok: false, reason: 'LINK_CUT' };
  const ticket = text.length === LENGTHS[0] ? fromBase64url(text) : text.length === LENGTHS[1] ? fromBase32(text) : undefined;
  return ticket === undefined ? { ok: false, reason: 'LINK_MALFORMED' } : parsed({ mode: 'new', ticket });
}
