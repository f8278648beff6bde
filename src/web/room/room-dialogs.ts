import type { View } from '../../client/view.js';
import { isAuthentic } from '../authentic.js';
import { openDialog } from '../dialog.js';
import { button, element } from '../element.js';
import { words } from '../words.js';
import { keyLabel } from './member-labels.js';
import { trustSentences } from './trust.js';

export function openTrustDialog(host: HTMLElement, view: View, hostNamed: boolean): void {
  const sentences = trustSentences({ mode: view.mode, confirmed: view.confirmed, authentic: isAuthentic(), hostNamed });
  const locked = view.locked ? [words.trust.locked] : [];
  const code = location.protocol === 'file:' ? words.trust.codeOfFile : words.trust.code.replace('{host}', location.host);
  const paragraphs = [...sentences, ...locked, code].map((text) => element('p', {}, text));
  const own = element('p', { class: 'own-key' }, keyLabel(view.self));
  const key = element(
    'div',
    { class: 'own-key-box' },
    element('h3', {}, words.trust.key),
    own,
    element('p', { class: 'dim' }, words.trust.compare),
  );
  openDialog(host, words.trust.title, [...paragraphs, key]);
}

/** The list is carried from beside the log into a sheet, and back when that closes. */
export function openMembersSheet(host: HTMLElement, list: HTMLElement): void {
  const home = list.parentElement;
  const { element: dialog } = openDialog(host, words.room.membersTitle, [list], () => home?.append(list));
  dialog.classList.add('sheet');
}

export function openLeaveDialog(host: HTMLElement, leave: () => void): void {
  const stay = button({ class: 'secondary' }, () => dialog.close(), words.room.stay);
  const go = button({ class: 'primary danger' }, leave, words.room.leave);
  const actions = element('div', { class: 'actions' }, stay, go);
  const dialog = openDialog(host, words.room.leaveTitle, [element('p', {}, words.room.leaveText), actions]);
  stay.focus();
}
