import { assertNever } from '../protocol/parsed.js';
import type { MemberErrorCode } from '../protocol/member-error.js';
import type { EndReason } from '../protocol/event.js';
import { closeCodes } from '../protocol/relay-code.js';

/** What a member makes of a closed connection. */
export type CloseMeaning =
  | { readonly type: 'again' }
  | { readonly type: 'ended'; readonly reason: EndReason; readonly code: MemberErrorCode };

const ended = (reason: EndReason, code: MemberErrorCode): CloseMeaning => ({ type: 'ended', reason, code });

/** How far the connection had come: nobody has answered, the relay has, or this member has had a place. */
export type Reached = 'nothing' | 'relay' | 'place';

/** What the link says of the room. */
export interface Door {
  /** It names a host, who says inside the group that the session ends. */
  readonly hosted: boolean;
  /** It was to make the room. */
  readonly invited: boolean;
  /** We come from the same room under another link, and have had no place here yet: others may have been quicker, and may go. */
  readonly moving?: boolean;
}

const NAMED: Door = { hosted: true, invited: false };

/** `code`: a WebSocket close code. What is not known is a broken connection. */
export function meaningOfClose(code: number, reached: Reached, { hosted, invited, moving = false }: Door = NAMED): CloseMeaning {
  switch (code) {
    case closeCodes.ended:
      if (reached !== 'place') return ended('refused', 'REFUSED');
      return hosted ? ended('host-gone', 'HOST_GONE') : ended('host-gone', 'RELAY_ENDED');
    case closeCodes.refused:
      return invited && reached !== 'place' ? ended('refused', 'TICKET_USED') : ended('refused', 'REFUSED');
    case closeCodes.full:
      return moving ? { type: 'again' } : ended('refused', 'ROOM_FULL');
    case closeCodes.locked:
      return ended('refused', 'ROOM_LOCKED');
    case closeCodes.bad_frame:
    case closeCodes.tooLarge:
      return ended('error', 'RELAY_PROTOCOL');
    case closeCodes.flood:
      return ended('error', 'FLOOD');
    case closeCodes.replaced:
      return ended('error', 'REPLACED');
    case closeCodes.removed:
      return ended('kicked', 'REMOVED');
    default:
      return broken(reached);
  }
}

function broken(reached: Reached): CloseMeaning {
  switch (reached) {
    case 'nothing':
      return ended('unreachable', 'UNREACHABLE');
    case 'relay':
      return ended('unreachable', 'RELAY_PROTOCOL');
    case 'place':
      return { type: 'again' };
    default:
      return assertNever(reached);
  }
}
