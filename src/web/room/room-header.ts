import type { View } from '../../client/view.js';
import { isAuthentic } from '../authentic.js';
import { button, element, setText } from '../element.js';
import { icon } from '../icon.js';
import { words } from '../words.js';
import { openMoreDialog, type Tool } from './more-dialog.js';
import { roomIcon } from './room-icon.js';
import type { RoomTools } from './room-tools.js';
import { toolsWords } from './tools-words.js';
import { trustOf } from './trust.js';

export interface RoomHeader {
  readonly element: HTMLElement;
  show(view: View): void;
}

export interface RoomHeaderOptions {
  readonly room: HTMLElement;
  readonly tools: RoomTools;
  readonly openTrust: () => void;
  readonly openMembers: () => void;
  readonly openLeave: () => void;
}

export function createRoomHeader({ room, tools, openTrust, openMembers, openLeave }: RoomHeaderOptions): RoomHeader {
  const title = element('h1', { class: 'room-title', dir: 'auto' });
  const state = element('span', { class: 'state', role: 'status' });
  const locked = element('span', { class: 'locked', role: 'status' });
  const lock = button({ class: 'icon-button lock' }, openTrust);
  const count = element('span', { class: 'count', 'aria-hidden': 'true' });
  const members = button({ class: 'icon-button members-button' }, openMembers, icon('members'), count);
  const label = element('p', { class: 'trust-label' });
  const names = element('div', { class: 'names' }, title, element('div', { class: 'states' }, state, locked));
  const aside = [...asideTools(tools), { label: words.room.leave, icon: () => icon('leave'), open: openLeave }];
  const settings: Tool = { label: toolsWords.settings, icon: () => roomIcon('settings'), open: tools.openSettings };
  const more: Tool = { label: toolsWords.more, icon: () => roomIcon('more'), open: () => openMoreDialog(room, toolsWords.more, aside) };
  const presses = [toolButton(settings), ...aside.map((tool) => toolButton(tool, 'wide')), toolButton(more, 'narrow')];
  const row = element('div', { class: 'header-row' }, lock, names, members, ...presses);
  return {
    element: element('header', { class: 'room-header' }, row, label),
    show(view) {
      drawTrust(view, lock, label);
      setText(title, view.title ?? words.name);
      setText(state, words.connection[view.connection]);
      state.dataset['connection'] = view.connection;
      drawLocked(view.locked, locked);
      setText(count, String(view.members.length));
      members.setAttribute('aria-label', words.room.members.replace('{count}', String(view.members.length)));
    },
  };
}

/** What a narrow header keeps behind one icon. */
const asideTools = ({ openSearch, openExport, openKeys }: RoomTools): readonly Tool[] => [
  { label: toolsWords.search, icon: () => roomIcon('search'), open: openSearch },
  { label: toolsWords.export, icon: () => roomIcon('export'), open: () => openExport() },
  { label: toolsWords.keys, icon: () => roomIcon('keys'), open: openKeys },
];

const toolButton = ({ label, icon: draw, open }: Tool, where = ''): HTMLButtonElement =>
  button({ class: `icon-button ${where}`.trimEnd(), 'aria-label': label, title: label }, open, draw());

function drawTrust({ mode, confirmed, hosted }: View, lock: HTMLElement, label: HTMLElement): void {
  const trust = trustOf({ mode, confirmed, hostNamed: hosted, authentic: isAuthentic() });
  if (label.dataset['level'] === trust.level && label.textContent === trust.label) return;
  lock.dataset['level'] = trust.level;
  lock.replaceChildren(icon(trust.icon));
  lock.setAttribute('aria-label', words.trust.button.replace('{label}', trust.label));
  label.dataset['level'] = trust.level;
  label.textContent = trust.label;
}

function drawLocked(isLocked: boolean, node: HTMLElement): void {
  if (node.hasChildNodes() === isLocked) return;
  const text = element('span', { class: 'locked-text' }, words.room.lockedText);
  node.replaceChildren(...(isLocked ? [words.room.locked, text] : []));
}
