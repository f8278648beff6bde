import type { ExportFormat } from '../../client/export/export-view.js';
import type { Member } from '../../client/member-api.js';
import type { Part } from '../../protocol/part.js';
import { exportPart } from './export-part.js';
import { KeptUrls } from './files/kept-urls.js';
import type { SearchBar, SearchOptions } from './search-bar.js';
import { listenToKeys } from './shortcuts.js';
import { toolsPart } from './tools-part.js';

/** What helps to read and to be called; each opens as soon as it is there. */
export interface RoomTools {
  openSettings(this: void): void;
  openSearch(this: void): void;
  openKeys(this: void): void;
  /** Asks before it saves anything. */
  openExport(this: void, format?: ExportFormat): void;
  /** In another language: what was open is so again. */
  redrawn(): void;
  dispose(): void;
}

export interface RoomToolsOptions {
  readonly room: HTMLElement;
  readonly member: Member;
  /** A tool could not be fetched. */
  readonly missing: () => void;
}

/** Runs it with the part: at once where that is there, and not in a room that is gone by then. */
type Fetched = <T>(part: Part<T>, run: (content: T) => void) => void;

export function createRoomTools({ room, member, missing }: RoomToolsOptions): RoomTools {
  const listening = new AbortController();
  const urls = new KeptUrls();
  const fetched: Fetched = (part, run) => {
    if (part.now !== undefined) return run(part.now);
    void part.load().then((content) => (room.isConnected ? run(content) : undefined), missing);
  };
  const settings = reopening(room, fetched);
  const search = searching(room, member, fetched);
  const openKeys = (): void => fetched(toolsPart, ({ openKeysDialog }) => openKeysDialog(room));
  const openExport = (format: ExportFormat = 'md'): void =>
    fetched(exportPart, (part) => part.openExportDialog({ host: room, view: () => member.view, urls, format }));
  const openSearch = (): void => search.open();
  listenToKeys({ openSearch, openKeys }, listening.signal);
  // Nobody is called before it is switched on in the settings, which are a part of these.
  const stop = member.on((event) => (event.type === 'item' ? toolsPart.now?.callFor(event.item) : undefined));
  return {
    openSettings: settings.open,
    openSearch,
    openKeys,
    openExport,
    redrawn() {
      search.redrawn();
      settings.redrawn();
    },
    dispose() {
      stop();
      listening.abort();
      search.close();
      urls.clear();
    },
  };
}

/** The settings are where one is when the language changes. */
function reopening(room: HTMLElement, fetched: Fetched): { readonly open: () => void; redrawn(): void } {
  /** Counts how often they were opened; 0 while they are closed. */
  let now = 0;
  let opened = 0;
  const open = (): void =>
    fetched(toolsPart, ({ openSettingsDialog }) => {
      const turn = ++opened;
      now = turn;
      openSettingsDialog(room, () => (now = now === turn ? 0 : now));
    });
  return {
    open,
    redrawn() {
      if (now === 0) return;
      // It is closed by now, and goes in a moment: too late for who looks for the select that has the focus.
      room.querySelector('.settings:not([open])')?.remove();
      open();
    },
  };
}

/** Where one reads: what is said in the room, or between two; with its log, and what is with that. */
function frontOf(room: HTMLElement): Element {
  const here = document.activeElement?.closest('.private-pane')?.querySelector('.log-box');
  const boxes = [...room.querySelectorAll('.log-box')];
  return here ?? boxes.find((box) => box.closest('[inert]') === null) ?? room;
}

interface Searching {
  open(wanted?: string): void;
  redrawn(): void;
  close(): void;
}

function searching(room: HTMLElement, member: Member, fetched: Fetched): Searching {
  let bar: SearchBar | undefined;
  const make = (create: (options: SearchOptions) => SearchBar): SearchBar => {
    const before = document.activeElement;
    const closed = (): void => {
      bar = undefined;
      if (before instanceof HTMLElement) before.focus();
    };
    const dropped = (): boolean => (member.view.items[0]?.key ?? 0) > 1;
    const box = frontOf(room);
    const made = create({ log: () => box.querySelector('.log'), dropped, closed });
    box.before(made.element);
    return made;
  };
  const open = (wanted = ''): void =>
    fetched(toolsPart, ({ createSearchBar }) => {
      // What it stood in may have been closed.
      if (bar?.element.isConnected === false) bar.close();
      bar ??= make(createSearchBar);
      bar.focus(wanted);
    });
  return {
    open,
    redrawn() {
      const { wanted } = bar ?? {};
      bar?.close();
      if (wanted !== undefined) open(wanted);
    },
    close: () => bar?.close(),
  };
}
