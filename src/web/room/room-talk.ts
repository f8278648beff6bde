import type { Member } from '../../client/member-api.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import { confirmLinks } from './link.js';
import type { MemberLabels } from './member-labels.js';
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

export function createRoomTalk({ room, member, labels, title, openCodes, openLink, openExport }: RoomTalkOptions): RoomTalk {
  const openPrivate = member.view.mode === 'mls' ? (to: ViewMember): void => privates.open(to) : undefined;
  // The keys go before anything is told of the end.
  const ways = { quit: () => member.leave(), panic: () => void member.wipe(), openExport };
  const count = (): void => {
    const { count: said, mentions } = privates.unread;
    title.unread(log.unread.count + said, log.unread.mentions + mentions);
  };
  const privates: PrivateTalks = new PrivateTalks({
    room,
    member,
    labels,
    submit: (written, to, of) => runTypedLine(written, { member, to, log: of, labels, openCodes, openPrivate, ...ways }),
    confirmLinks: (of) => confirmLinks(of, openLink),
    unreadChanged: () => count(),
    closed: () => talk.composer.focus(),
  });
  const log = createRoomLog({ member, labels, openPrivate: (to) => privates.open(to), unreadChanged: count });
  confirmLinks(log.element, openLink);
  const talk = createTalk({
    room,
    member,
    labels,
    log,
    submit: (written) => runTypedLine(written, { member, log, labels, openCodes, openPrivate, ...ways }),
    typing: (active) => member.typing(active && preferences.typing),
  });
  return { ...talk, privates, openPrivate, ...moving(talk, privates, member) };
}

/** What happens to all of it. */
function moving(
  { log, composer, actions }: Talk,
  privates: PrivateTalks,
  { view }: Member,
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
    },
  };
}
