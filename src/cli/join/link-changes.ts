import type { Member } from '../../client/member-api.js';
import { roomIdOf } from '../../crypto/key-schedule.js';
import { formatLink } from '../../crypto/link.js';
import type { Reporter } from '../output/reporter.js';
import { linkOnScreen } from '../start/show-link.js';

/** Shows the link that the host has given the room: the one by which we came leads nowhere any more. */
export function tellLinkChanges(member: Member, origin: string, reporter: Reporter): void {
  member.on((event) => {
    if (event.type !== 'item' || event.item.type !== 'link-changed') return;
    const url = formatLink(origin, member.secret);
    reporter.event({ event: 'link-changed', url, roomId: roomIdOf(member.secret) }, event.item.at);
    linkOnScreen(url, reporter);
  });
}
