import type { ExportFormat } from '../../client/export/export-view.js';
import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import type { FileDesk } from './files/file-desk.js';
import type { MemberLabels } from './member-labels.js';
import type { MessageLog } from './message-log.js';

export interface TypedLineOptions {
  /** Who alone hears what is said here; the room when there is nobody. */
  readonly to?: ViewMember;
  readonly member: Member;
  readonly log: MessageLog;
  readonly labels: MemberLabels;
  readonly files: FileDesk;
  /** Lets somebody choose files for whom it is written to. */
  readonly attach: () => void;
  readonly quit: () => void;
  /** Out at once: keys, then the view. */
  readonly panic: () => void;
  /** Asks before it saves what is seen. */
  readonly openExport: (format?: ExportFormat) => void;
  /** Shows what is said to this member alone; absent where that cannot be. */
  readonly openPrivate: ((to: ViewMember) => void) | undefined;
  /** Codes to compare: of a member, or of the room and ourselves. */
  readonly openCodes: (about: ViewMember | undefined) => void;
}
