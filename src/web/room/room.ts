import type { Member, MemberEvent } from '../../client/member-api.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import { assertNever } from '../../protocol/parsed.js';
import { button, element, fill } from '../element.js';
import { isTouch } from '../pointer.js';
import type { Screen } from '../stage.js';
import { words } from '../words.js';
import { createComposer, type Composer } from './composer.js';
import { fitToKeyboard } from './keyboard.js';
import { confirmLinks } from './link.js';
import { MemberLabels } from './member-labels.js';
import { createMembersPanel } from './members-panel.js';
import { MessageLog } from './message-log.js';
import { sentenceOf } from './outcome.js';
import { createOpeningNote } from './opening-note.js';
import { createPageTitle } from './page-title.js';
import { openMembersSheet, roomDialogs } from './room-dialogs.js';
import { createRoomHeader } from './room-header.js';
import { createStatusBar } from './status-bar.js';
import { runTypedLine } from './typed-line.js';
import { createTypingLine } from './typing-line.js';

export interface RoomOptions {
  readonly member: Member;
  /** The link has the mark of a host. */
  readonly hostNamed: boolean;
  /** The link of the room as it is now. */
  readonly link: () => string;
  /** This page has made the room. */
  readonly made: boolean;
}

/** The room as one member sees it, until that member ends. */
export function createRoom({ member, hostNamed, link, made }: RoomOptions): Screen {
  const room = element('div', { class: 'room' });
  const labels = new MemberLabels();
  const log = new MessageLog(labels);
  const missing = (): void => log.note(element('div', { class: 'note' }, sentenceOf('PART_MISSING')));
  const { openTrust, openCodes, openLink, openLeave, share } = roomDialogs({ host: room, member, hostNamed, missing });
  confirmLinks(log.element, openLink);
  const composer = createComposer({
    submit: (text) => runTypedLine(text, { member, log, labels, openCodes, quit: () => member.leave() }),
    typing: (active) => member.typing(active),
  });
  const panel = createMembersPanel(labels, openCodes);
  const header = createRoomHeader({ openTrust, openMembers: () => openMembersSheet(room, panel.list), openLeave });
  const [bar, typing] = [createStatusBar(), createTypingLine(labels)];
  const parts = { header, bar, typing, panel, composer, title: createPageTitle(), opening: createOpeningNote() };
  room.append(...layout(parts, log));
  const refresh = coalesced(() => draw(member, parts, labels));
  const shareLink = (): void => share(link(), made, (note) => log.note(note));
  const asked = (by: ViewMember): void => log.note(invitation(by, labels, openCodes));
  const stop = member.on((event) => hear(event, log, parts, { refresh, asked, shareLink }));
  const listening = listenToPage(member, parts.title, refresh);
  fitToKeyboard(room, listening.signal);
  return {
    element: room,
    shown() {
      log.note(parts.opening.element);
      if (made) shareLink();
      for (const item of member.view.items) add(item, log, parts);
      draw(member, parts, labels);
      if (!isTouch()) composer.focus();
    },
    dispose() {
      stop();
      listening.abort();
      log.dispose();
      composer.dispose();
    },
  };
}

interface Parts {
  readonly header: ReturnType<typeof createRoomHeader>;
  readonly bar: ReturnType<typeof createStatusBar>;
  readonly typing: ReturnType<typeof createTypingLine>;
  readonly panel: ReturnType<typeof createMembersPanel>;
  readonly composer: Composer;
  readonly title: ReturnType<typeof createPageTitle>;
  readonly opening: ReturnType<typeof createOpeningNote>;
}

function layout({ header, bar, typing, panel, composer }: Parts, log: MessageLog): readonly HTMLElement[] {
  const main = element('main', { class: 'talk' }, log.element, typing.element, composer.element);
  const aside = element(
    'aside',
    { class: 'panel', 'aria-label': words.room.membersTitle },
    element('h2', {}, words.room.membersTitle),
    panel.list,
  );
  return [header.element, bar.element, element('div', { class: 'body' }, main, aside)];
}

function draw({ view }: Member, parts: Parts, labels: MemberLabels): void {
  labels.keep(view.members);
  parts.header.show(view);
  parts.bar.show(view.connection);
  parts.typing.show(view);
  parts.panel.show(view.members);
  parts.composer.prompt(view.self.nick);
  parts.title.name(view.title);
}

/** Somebody wants to compare emoji: nothing opens by itself. */
function invitation(by: ViewMember, labels: MemberLabels, open: (by: ViewMember) => void): HTMLElement {
  const text = element('p', {}, ...fill(words.line.compares, { who: labels.nick(by) }));
  return element(
    'div',
    { class: 'note' },
    text,
    button({ class: 'secondary' }, () => open(by), words.line.compare),
  );
}

function add(item: ViewItem, log: MessageLog, { opening }: Parts): void {
  opening.heard(item);
  log.add(item);
}

interface Reactions {
  readonly refresh: () => void;
  readonly asked: (by: ViewMember) => void;
  readonly shareLink: () => void;
}

function hear(event: MemberEvent, log: MessageLog, parts: Parts, { refresh, asked, shareLink }: Reactions): void {
  switch (event.type) {
    case 'item':
      add(event.item, log, parts);
      if (event.item.type === 'link-changed') shareLink();
      if (event.item.type === 'message' && !event.item.from.self) parts.title.count();
      return;
    case 'item-changed':
      log.change(event.item);
      return;
    case 'joined':
    case 'confirmed':
    case 'changed':
      refresh();
      return;
    case 'emoji':
      if (event.emoji.state === 'asked') asked(event.member);
      return;
    case 'ended':
      return;
    default:
      assertNever(event);
  }
}

/** Many changes of one moment are drawn once. */
function coalesced(run: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      run();
    });
  };
}

function listenToPage(member: Member, title: Parts['title'], refresh: () => void): AbortController {
  const listening = new AbortController();
  const { signal } = listening;
  const back = (): void => {
    refresh();
    member.probe();
  };
  addEventListener('online', back, { signal });
  addEventListener('offline', refresh, { signal });
  addEventListener('pageshow', back, { signal });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.hidden) return;
      title.seen();
      back();
    },
    { signal },
  );
  return listening;
}
