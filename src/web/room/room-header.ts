import type { View } from '../../client/view.js';
import { isAuthentic } from '../authentic.js';
import { button, element } from '../element.js';
import { icon } from '../icon.js';
import { createLanguageMenu } from '../languages/language-menu.js';
import { words } from '../words.js';
import { trustOf } from './trust.js';

export interface RoomHeader {
  readonly element: HTMLElement;
  show(view: View): void;
}

export interface RoomHeaderOptions {
  readonly openTrust: () => void;
  readonly openMembers: () => void;
  readonly openLeave: () => void;
}

export function createRoomHeader({ openTrust, openMembers, openLeave }: RoomHeaderOptions): RoomHeader {
  const title = element('h1', { class: 'room-title', dir: 'auto' });
  const state = element('span', { class: 'state', role: 'status' });
  const locked = element('span', { class: 'locked', role: 'status' });
  const lock = button({ class: 'icon-button lock' }, openTrust);
  const count = element('span', { class: 'count', 'aria-hidden': 'true' });
  const members = button({ class: 'icon-button members-button' }, openMembers, icon('members'), count);
  const leave = button({ class: 'icon-button', 'aria-label': words.room.leave, title: words.room.leave }, openLeave, icon('leave'));
  const label = element('p', { class: 'trust-label' });
  const names = element('div', { class: 'names' }, title, element('div', { class: 'states' }, state, locked));
  const row = element('div', { class: 'header-row' }, lock, names, createLanguageMenu(), members, leave);
  return {
    element: element('header', { class: 'room-header' }, row, label),
    show(view) {
      drawTrust(view, lock, label);
      set(title, view.title ?? words.name);
      set(state, words.connection[view.connection]);
      state.dataset['connection'] = view.connection;
      drawLocked(view.locked, locked);
      set(count, String(view.members.length));
      members.setAttribute('aria-label', words.room.members.replace('{count}', String(view.members.length)));
    },
  };
}

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

/** A live region would say again what has not changed. */
function set(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
