import type { ExportFormat } from '../../client/export/export-view.js';
import type { Member } from '../../client/member-api.js';
import type { Part } from '../../protocol/part.js';
import { callFor } from './caller.js';
import { exportPart } from './export-part.js';
import { KeptUrls } from './files/kept-urls.js';
import type { SearchBar } from './search-bar.js';
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
  /** The log and what is with it; the search stands above. */
  readonly log: HTMLElement;
  readonly member: Member;
  /** A tool could not be fetched. */
  readonly missing: () => void;
}

export function createRoomTools({ room, log, member, missing }: RoomToolsOptions): RoomTools {
  const listening = new AbortController();
  /** Counts how often the settings were opened; 0 while they are closed. */
  let settings = 0;
  let opened = 0;
  let search: SearchBar | undefined;
  const urls = new KeptUrls();
  const fetched = <T>(part: Part<T>, run: (content: T) => void): void => {
    if (part.now !== undefined) return run(part.now);
    void part.load().then((content) => (room.isConnected ? run(content) : undefined), missing);
  };
  const openSettings = (): void =>
    fetched(toolsPart, ({ openSettingsDialog }) => {
      const turn = ++opened;
      settings = turn;
      openSettingsDialog(room, () => (settings = settings === turn ? 0 : settings));
    });
  const openSearch = (wanted = ''): void =>
    fetched(toolsPart, ({ createSearchBar }) => {
      if (search === undefined) {
        const before = document.activeElement;
        const closed = (): void => {
          search = undefined;
          if (before instanceof HTMLElement) before.focus();
        };
        const dropped = (): boolean => (member.view.items[0]?.key ?? 0) > 1;
        search = createSearchBar({ log: () => log.querySelector('.log'), dropped, closed });
        log.before(search.element);
      }
      search.focus(wanted);
    });
  const openKeys = (): void => fetched(toolsPart, ({ openKeysDialog }) => openKeysDialog(room));
  const openExport = (format: ExportFormat = 'md'): void =>
    fetched(exportPart, (part) => part.openExportDialog({ host: room, view: () => member.view, urls, format }));
  listenToKeys({ openSearch: () => openSearch(), openKeys }, listening.signal);
  const stop = member.on((event) => (event.type === 'item' ? callFor(event.item) : undefined));
  return {
    openSettings,
    openSearch: () => openSearch(),
    openKeys,
    openExport,
    redrawn() {
      const { wanted } = search ?? {};
      search?.close();
      if (wanted !== undefined) openSearch(wanted);
      if (settings !== 0) openSettings();
    },
    dispose() {
      stop();
      listening.abort();
      search?.close();
      urls.clear();
    },
  };
}
