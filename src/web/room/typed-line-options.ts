import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import type { MemberLabels } from './member-labels.js';
import type { MessageLog } from './message-log.js';

export interface TypedLineOptions {
  readonly member: Member;
  readonly log: MessageLog;
  readonly labels: MemberLabels;
  readonly quit: () => void;
  /** Codes to compare: of a member, or of the room and ourselves. */
  readonly openCodes: (about: ViewMember | undefined) => void;
}
