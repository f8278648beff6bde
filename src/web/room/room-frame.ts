import type { View } from '../../client/view.js';
import { element } from '../element.js';
import { words } from '../words.js';
import type { MemberActions } from './member-menu.js';
import type { MemberLabels } from './member-labels.js';
import { createMembersPanel } from './members-panel.js';
import { openMembersSheet } from './room-dialogs.js';
import { createRoomHeader } from './room-header.js';
import type { RoomTalk } from './room-talk.js';
import type { RoomTools } from './room-tools.js';
import { createStatusBar } from './status-bar.js';
import { createTypingLine } from './typing-line.js';

/** All of the room, with its log and its composer. */
export interface RoomFrame {
  show(view: View): void;
  /** For another language: all but the log and the composer is made anew. */
  rebuild(): void;
}

export interface RoomFrameOptions {
  readonly room: HTMLElement;
  readonly talk: RoomTalk;
  readonly labels: MemberLabels;
  readonly actions: MemberActions;
  readonly tools: RoomTools;
  readonly openTrust: () => void;
  readonly openLeave: () => void;
}

export function createRoomFrame(options: RoomFrameOptions): RoomFrame {
  const { room, labels } = options;
  const { log, composer, privates } = options.talk;
  let parts = createParts(options);
  const { header, bar, typing, aside } = parts;
  const main = element('main', { class: 'talk' }, log.element, privates.waiting, typing.element, composer.element);
  room.append(header.element, bar.element, element('div', { class: 'body' }, main, privates.element, aside));
  return {
    show(view) {
      labels.keep(view.members);
      parts.header.show(view);
      parts.bar.show(view.connection);
      parts.typing.show(view);
      parts.panel.show(view.members);
      composer.prompt(view.self.nick);
    },
    rebuild() {
      const before = parts;
      const focused = buttonsOf(before).findIndex((one) => one === document.activeElement);
      parts = createParts(options);
      // The others stay where they are: what is moved loses its focus, and how far it was scrolled.
      for (const name of ['header', 'bar', 'typing'] as const) before[name].element.replaceWith(parts[name].element);
      before.aside.replaceWith(parts.aside);
      buttonsOf(parts)[focused]?.focus();
    },
  };
}

const buttonsOf = ({ header }: ReturnType<typeof createParts>): readonly HTMLButtonElement[] => [
  ...header.element.querySelectorAll('button'),
];

function createParts({ room, labels, actions, tools, openTrust, openLeave }: RoomFrameOptions) {
  const panel = createMembersPanel(labels, actions);
  const openMembers = (): void => openMembersSheet(room, panel.list);
  const header = createRoomHeader({ room, tools, openTrust, openMembers, openLeave });
  const title = words.room.membersTitle;
  const aside = element('aside', { class: 'panel', 'aria-label': title }, element('h2', {}, title), panel.list);
  return { header, bar: createStatusBar(), typing: createTypingLine(labels), panel, aside };
}
