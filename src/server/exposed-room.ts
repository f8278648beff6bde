import { roomIdOf } from '../crypto/key-schedule.js';
import { parseFragment } from '../crypto/link.js';
import type { RoomId } from '../protocol/ids.js';

/** What follows the # of a link, whole: mode, secret, and the host's mark, if the room has one. */
const WHOLE = /^\w(?:\.|%2e)[\w-]{43,52}(?:\.|%2e)(?:[\w-]{22,26})?(?![\w-])/i;

/**
 * The room whose secret this is, if it is one that is whole: only so can the id be derived. One HKDF, and only of what has the very shape.
 * The secret has been in a request, so this process has it whatever is done here; it is overwritten at once.
 */
export function exposedRoom(fragment: string): RoomId | undefined {
  const [whole] = WHOLE.exec(fragment) ?? [];
  if (whole === undefined) return undefined;
  const secret = parseFragment(whole.replaceAll(/%2e/gi, '.'));
  if (!secret.ok || secret.value.mode === 'new') return undefined;
  try {
    return roomIdOf(secret.value);
  } finally {
    secret.value.s.fill(0);
  }
}
