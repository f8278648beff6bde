import type { Member, MemberEvent } from '../../client/member-api.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import { toHex } from '../../protocol/bytes.js';
import { assertNever } from '../../protocol/parsed.js';
import { button, element, fill } from '../element.js';
import { sentenceOf } from '../error-words.js';
import { isTouch } from '../pointer.js';
import type { Screen } from '../stage.js';
import { words } from '../words.js';
import { fitToKeyboard } from './keyboard.js';
import { memberActions } from './member-actions.js';
import { MemberLabels } from './member-labels.js';
import { createOpeningNote } from './opening-note.js';
import { createPageTitle, type PageTitle } from './page-title.js';
import { roomDialogs } from './room-dialogs.js';
import { createRoomFrame, type RoomFrame } from './room-frame.js';
import { createRoomTalk, type RoomTalk } from './room-talk.js';
import { createRoomTools, type RoomTools } from './room-tools.js';

export interface RoomOptions {
  readonly member: Member;
  /** The link of the room as it is now. */
  readonly link: () => string;
  /** This page has made the room. */
  readonly made: boolean;
}

/** The room as one member sees it, until that member ends. */
export function createRoom(options: RoomOptions): Screen {
  const { member } = options;
  const room = element('div', { class: 'room' });
  const labels = new MemberLabels(toHex(member.secret.hostFp));
  const title = createPageTitle();
  const { talk, frame, opening, reactions, tools } = furnish(room, labels, title, options);
  const draw = (): void => {
    frame.show(member.view);
    title.name(member.view.title);
  };
  const refresh = coalesced(draw);
  const stop = member.on((event) => hear(event, talk, { ...reactions, refresh }));
  const listening = listenToPage(member, talk, refresh);
  fitToKeyboard(room, listening.signal);
  return {
    element: room,
    shown() {
      talk.log.note(opening.draw);
      if (options.made) reactions.shareLink();
      for (const item of member.view.items) reactions.add(item);
      draw();
      if (!isTouch()) talk.composer.focus();
    },
    redraw() {
      talk.redraw();
      frame.rebuild();
      draw();
      tools.redrawn();
    },
    dispose() {
      stop();
      listening.abort();
      tools.dispose();
      talk.dispose();
    },
  };
}

interface Furniture {
  readonly talk: RoomTalk;
  readonly frame: RoomFrame;
  readonly tools: RoomTools;
  readonly opening: ReturnType<typeof createOpeningNote>;
  readonly reactions: Pick<Reactions, 'add' | 'asked' | 'shareLink'>;
}

/** What is around the log, and what opens from there. */
function furnish(room: HTMLElement, labels: MemberLabels, title: PageTitle, { member, link, made }: RoomOptions): Furniture {
  const missing = (): void => log.note(() => element('div', { class: 'note' }, sentenceOf('PART_MISSING')));
  const { openTrust, openCodes, openLink, openLeave, share } = roomDialogs({ host: room, member, missing });
  const talk = createRoomTalk({ room, member, labels, title, openCodes, openLink, openExport: (format) => tools.openExport(format) });
  const { log, composer, openPrivate } = talk;
  const tools = createRoomTools({ room, member, missing });
  const actions = memberActions({ member, composer: composer.element, openCodes, openPrivate });
  const frame = createRoomFrame({ room, talk, labels, actions, tools, openTrust, openLeave });
  const shareLink = (): void => share(link(), made, (note) => log.note(note));
  const asked = (by: ViewMember): void => log.note(() => invitation(by, labels, openCodes), false);
  const opening = createOpeningNote();
  const add = (item: ViewItem): void => {
    opening.heard(item);
    talk.add(item);
  };
  return { talk, frame, opening, tools, reactions: { add, asked, shareLink } };
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

interface Reactions {
  readonly add: (item: ViewItem) => void;
  readonly refresh: () => void;
  readonly asked: (by: ViewMember) => void;
  readonly shareLink: () => void;
}

function hear(event: MemberEvent, talk: RoomTalk, { add, refresh, asked, shareLink }: Reactions): void {
  switch (event.type) {
    case 'item':
      add(event.item);
      if (event.item.type === 'link-changed') shareLink();
      return;
    case 'item-changed':
      talk.change(event.item);
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

function listenToPage(member: Member, talk: RoomTalk, refresh: () => void): AbortController {
  const listening = new AbortController();
  const { signal } = listening;
  talk.look(!document.hidden);
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
      talk.look(!document.hidden);
      if (!document.hidden) back();
    },
    { signal },
  );
  return listening;
}
