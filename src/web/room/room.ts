import type { Member, MemberEvent } from '../../client/member-api.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import { toHex } from '../../protocol/bytes.js';
import { assertNever } from '../../protocol/parsed.js';
import { button, element, fill } from '../element.js';
import { sentenceOf } from '../error-words.js';
import { isTouch } from '../pointer.js';
import type { Screen } from '../stage.js';
import { words } from '../words.js';
import { createComposer, type Composer } from './composer.js';
import { fitToKeyboard } from './keyboard.js';
import { confirmLinks } from './link.js';
import { memberActions } from './member-actions.js';
import { MemberLabels } from './member-labels.js';
import type { MessageLog } from './message-log.js';
import { createOpeningNote } from './opening-note.js';
import { createPageTitle } from './page-title.js';
import { roomDialogs } from './room-dialogs.js';
import { createRoomFrame, type RoomFrame } from './room-frame.js';
import { createRoomLog } from './room-log.js';
import { createRoomTools, type RoomTools } from './room-tools.js';
import { preferences } from './preferences.js';
import { runTypedLine } from './typed-line.js';

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
  const log = createRoomLog(member, labels, title);
  const { composer, frame, opening, reactions, tools } = furnish(room, log, labels, options);
  const draw = (): void => {
    frame.show(member.view);
    title.name(member.view.title);
  };
  const refresh = coalesced(draw);
  const stop = member.on((event) => hear(event, log, { ...reactions, refresh }));
  const listening = listenToPage(member, log, refresh);
  fitToKeyboard(room, listening.signal);
  return {
    element: room,
    shown() {
      log.note(opening.draw);
      if (options.made) reactions.shareLink();
      for (const item of member.view.items) reactions.add(item);
      draw();
      if (!isTouch()) composer.focus();
    },
    redraw() {
      log.redraw(member.view.items);
      composer.relabel();
      frame.rebuild();
      draw();
      tools.redrawn();
    },
    dispose() {
      stop();
      listening.abort();
      tools.dispose();
      log.dispose();
      composer.dispose();
    },
  };
}

interface Furniture {
  readonly composer: Composer;
  readonly frame: RoomFrame;
  readonly tools: RoomTools;
  readonly opening: ReturnType<typeof createOpeningNote>;
  readonly reactions: Pick<Reactions, 'add' | 'asked' | 'shareLink'>;
}

/** What is around the log, and what opens from there. */
function furnish(room: HTMLElement, log: MessageLog, labels: MemberLabels, { member, link, made }: RoomOptions): Furniture {
  const missing = (): void => log.note(() => element('div', { class: 'note' }, sentenceOf('PART_MISSING')));
  const { openTrust, openCodes, openLink, openLeave, share } = roomDialogs({ host: room, member, missing });
  confirmLinks(log.element, openLink);
  const composer = createComposer({
    submit: (text) => runTypedLine(text, { member, log, labels, openCodes, quit: () => member.leave() }),
    typing: (active) => member.typing(active && preferences.typing),
  });
  const tools = createRoomTools({ room, log: log.element, member, missing });
  const actions = memberActions({ member, composer: composer.element, openCodes });
  const frame = createRoomFrame({ room, log, composer, labels, actions, tools, openTrust, openLeave });
  const shareLink = (): void => share(link(), made, (note) => log.note(note));
  const asked = (by: ViewMember): void => log.note(() => invitation(by, labels, openCodes));
  const opening = createOpeningNote();
  const add = (item: ViewItem): void => {
    opening.heard(item);
    log.add(item);
  };
  return { composer, frame, opening, tools, reactions: { add, asked, shareLink } };
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

function hear(event: MemberEvent, log: MessageLog, { add, refresh, asked, shareLink }: Reactions): void {
  switch (event.type) {
    case 'item':
      add(event.item);
      if (event.item.type === 'link-changed') shareLink();
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

function listenToPage(member: Member, log: MessageLog, refresh: () => void): AbortController {
  const listening = new AbortController();
  const { signal } = listening;
  log.look(!document.hidden);
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
      log.look(!document.hidden);
      if (!document.hidden) back();
    },
    { signal },
  );
  return listening;
}
