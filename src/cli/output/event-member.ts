import type { ViewMember } from '../../client/view.js';
import type { EventMember } from '../../protocol/event.js';

/** A member as programs are told of it. */
export const eventMember = ({ id, nick, fingerprint, role, verified }: ViewMember): EventMember => ({
  id,
  nick,
  fingerprint,
  role,
  ...(verified ? { verified } : {}),
});
