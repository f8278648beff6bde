import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import { Composer, type ComposerOptions } from './composer.js';
import type { MemberLabels } from './member-labels.js';
import { MessageActions } from './message-actions.js';
import type { MessageLog } from './message-log.js';
import type { MessageItem } from '../../client/view-log.js';

export interface TalkOptions extends Pick<ComposerOptions, 'submit' | 'typing' | 'texts' | 'draft' | 'attach'> {
  /** What dialogs stand in. */
  readonly room: HTMLElement;
  readonly member: Member;
  readonly labels: MemberLabels;
  readonly log: MessageLog;
  /** Who alone hears what is said here; the room when there is nobody. */
  readonly to?: ViewMember;
}

/** What is said in one place, and where one writes there: the room, or two alone. */
export interface Talk {
  readonly log: MessageLog;
  readonly composer: Composer;
  readonly actions: MessageActions;
}

export function createTalk(options: TalkOptions): Talk {
  const { member, log, to, room, labels } = options;
  const isHere = (item: MessageItem): boolean => item.private?.with.id === to?.id;
  const composer = new Composer({
    ...options,
    labels,
    members: () => member.view.members,
    lastOwn: () => member.view.items.findLast((item): item is MessageItem => item.type === 'message' && isHere(item) && isEditable(item)),
  });
  return { log, composer, actions: new MessageActions({ room, member, log, composer }) };
}

const isEditable = ({ from, gone, file, state }: MessageItem): boolean =>
  from.self && gone === undefined && file === undefined && state !== 'failed';
