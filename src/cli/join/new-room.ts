import { systemRandom } from '../../adapters/random.js';
import type { Member } from '../../client/member-api.js';
import { formatLink, type Link, type LinkSecret } from '../../crypto/link.js';
import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';

/** The room to which a link leads, or the one that we make with its ticket. */
export interface WantedRoom {
  readonly secret: LinkSecret;
  readonly ticket?: Uint8Array;
}

export function roomOf({ secret }: Link): WantedRoom {
  if (secret.mode !== 'new') return { secret };
  return { secret: { mode: 'mls', s: systemRandom(32), hostFp: new Uint8Array(0) }, ticket: secret.ticket };
}

/** Shows the link of the room once it is made. Nobody else has it. */
export function tellMade(member: Member, origin: string, { secret, ticket }: WantedRoom, reporter: Reporter): void {
  if (ticket === undefined) return;
  const off = member.on((event) => {
    if (event.type !== 'joined') return;
    off();
    const link = formatLink(origin, secret);
    const { screen, json } = reporter;
    if (json) return reporter.event({ event: 'made', url: link });
    reporter.note('You have made this room. Whoever has this link can come in; who started the session has it only if you give it:');
    // Where nobody looks at stderr, it may be a file.
    if (screen.isTerminal) for (const line of [safe``, screen.palette.accent(safe`${link}`), safe``]) screen.always(line);
    else reporter.result(link);
  });
}
