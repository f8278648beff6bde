import type { Member } from '../../client/member-api.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import { element } from '../element.js';
import { FileDesk } from './files/file-desk.js';
import { createFileInlet, type FileInletOptions } from './files/file-inlet.js';
import { confirmLinks } from './link.js';
import type { MemberLabels } from './member-labels.js';
import type { MessageLog } from './message-log.js';
import type { PageTitle } from './page-title.js';
import { preferences } from './preferences.js';
import { PrivateTalks } from './private-talks.js';
import { createRoomLog } from './room-log.js';
import type { RoomTools } from './room-tools.js';
import { createTalk, type Talk } from './talk.js';
import { runTypedLine } from './typed-line.js';

export interface RoomTalkOptions {
  readonly room: HTMLElement;
  readonly member: Member;
  readonly labels: MemberLabels;
  readonly title: PageTitle;
  readonly openCodes: (about: ViewMember | undefined) => void;
  readonly openLink: (href: string) => void;
  readonly openExport: RoomTools['openExport'];
}

/** All that is said: in the room, and between two. */
export interface RoomTalk extends Talk {
  readonly privates: PrivateTalks;
  /** Absent where nothing can be said to one alone. */
  readonly openPrivate: ((to: ViewMember) => void) | undefined;
  add(item: ViewItem): void;
  change(item: ViewItem): void;
  /** Whether the page is in front. */
  look(isSeen: boolean): void;
  redraw(): void;
  dispose(): void;
}

export function createRoomTalk(options: RoomTalkOptions): RoomTalk {
  const { room, member, labels, title, openCodes, openLink, openExport } = options;
  const openPrivate = member.view.mode === 'mls' ? (to: ViewMember): void => privates.open(to) : undefined;
  const { files, attach, close } = fileWays({ room, member, toAt: (place) => privates.at(place), log: () => log });
  // The keys go before anything is told of the end.
  const ways = { quit: () => member.leave(), panic: () => void member.wipe(), openExport };
  const typed = { member, labels, files, openCodes, openPrivate, ...ways };
  const count = (): void => {
    const { count: said, mentions } = privates.unread;
    title.unread(log.unread.count + said, log.unread.mentions + mentions);
  };
  const privates: PrivateTalks = new PrivateTalks({
    room,
    member,
    labels,
    files,
    attach,
    submit: (written, to, of) => runTypedLine(written, { ...typed, to, log: of, attach: () => attach(to) }),
    confirmLinks: (of) => confirmLinks(of, openLink),
    unreadChanged: () => count(),
    closed: () => talk.composer.focus(),
  });
  const log: MessageLog = createRoomLog({ member, labels, files, openPrivate: (to) => privates.open(to), unreadChanged: count });
  confirmLinks(log.element, openLink);
  const talk = createTalk({
    room,
    member,
    labels,
    log,
    attach: () => attach(undefined),
    submit: (written) => runTypedLine(written, { ...typed, log, attach: () => attach(undefined) }),
    typing: (active) => member.typing(active && preferences.typing),
  });
  return { ...talk, privates, openPrivate, ...moving(talk, privates, member, close) };
}

interface FileWays extends Pick<RoomTalkOptions, 'room' | 'member'>, Pick<FileInletOptions, 'toAt'> {
  readonly log: () => MessageLog;
}

/** What can be done with files, and how they come in. */
function fileWays({ room, member, toAt, log }: FileWays) {
  const closing = new AbortController();
  const trouble = (sentence: string): void => log().note(() => element('div', { class: 'note' }, sentence));
  const files = new FileDesk(member, trouble);
  const attach = createFileInlet({ room, desk: files, toAt, signal: closing.signal });
  const close = (): void => {
    closing.abort();
    files.dispose();
  };
  return { files, attach, close };
}

/** What happens to all of it. */
function moving(
  { log, composer, actions }: Talk,
  privates: PrivateTalks,
  { view }: Member,
  closeFiles: () => void,
): Pick<RoomTalk, 'add' | 'change' | 'look' | 'redraw' | 'dispose'> {
  return {
    add(item) {
      log.add(item);
      privates.add(item);
    },
    change(item) {
      if (item.type !== 'message') return;
      log.change(item);
      actions.changed(item);
      privates.change(item);
    },
    look(isSeen) {
      log.look(isSeen);
      privates.look(isSeen);
    },
    redraw() {
      log.redraw(view.items);
      composer.relabel();
      actions.redrawn();
      privates.redraw();
    },
    dispose() {
      privates.dispose();
      log.dispose();
      composer.dispose();
      closeFiles();
    },
  };
}
