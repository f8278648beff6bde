import type { Member } from '../../client/member-api.js';
import { words } from '../words.js';
import type { MemberLabels } from './member-labels.js';
import { MessageLog } from './message-log.js';
import type { PageTitle } from './page-title.js';
import { createQuietLine } from './quiet-line.js';

/** What the room hears. */
export function createRoomLog(member: Member, labels: MemberLabels, title: PageTitle): MessageLog {
  const log = new MessageLog({
    labels,
    members: () => member.view.members,
    label: () => words.room.log,
    draw: (item) => (item.type === 'message' ? 'message' : createQuietLine(item, labels)),
    unreadChanged: () => title.unread(log.unread.count, log.unread.mentions),
  });
  return log;
}
