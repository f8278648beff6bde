import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import { words } from '../words.js';
import type { FileDesk } from './files/file-desk.js';
import type { MemberLabels } from './member-labels.js';
import { MessageLog } from './message-log.js';
import { PrivateLines } from './private-lines.js';
import { createQuietLine } from './quiet-line.js';

export interface RoomLogOptions {
  readonly member: Member;
  readonly labels: MemberLabels;
  readonly files: FileDesk;
  readonly openPrivate: (to: ViewMember) => void;
  /** What was said while nobody looked is more, or was seen. */
  readonly unreadChanged: () => void;
}

/** What the room hears; of what two say to each other alone, only that they do. */
export function createRoomLog({ member, labels, files, openPrivate, unreadChanged }: RoomLogOptions): MessageLog {
  const lines = new PrivateLines(labels, openPrivate);
  return new MessageLog({
    labels,
    files,
    members: () => member.view.members,
    label: () => words.room.log,
    begin: () => lines.begin(),
    draw(item) {
      const line = lines.line(item);
      if (item.type !== 'message') return createQuietLine(item, labels);
      return item.private === undefined ? 'message' : line;
    },
    unreadChanged,
  });
}
