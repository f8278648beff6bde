import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import { isAuthentic } from '../authentic.js';
import { openDialog } from '../dialog.js';
import { button, element } from '../element.js';
import { words } from '../words.js';
import { codeList, openCodesDialog } from './codes-dialog.js';
import { trustSentences } from './trust.js';

interface RoomDialogs {
  openTrust(this: void): void;
  /** Codes to compare: of a member, or of the room and ourselves. */
  openCodes(this: void, about: ViewMember | undefined): void;
  openLeave(this: void): void;
}

export function roomDialogs(host: HTMLElement, member: Member, hostNamed: boolean): RoomDialogs {
  const openTrust = (): void => openTrustDialog(host, member, hostNamed);
  return {
    openTrust,
    openCodes: (about) => (about === undefined ? openTrust() : openCodesDialog(host, member, about)),
    openLeave: () => openLeaveDialog(host, () => member.leave()),
  };
}

function openTrustDialog(host: HTMLElement, member: Member, hostNamed: boolean): void {
  const { view } = member;
  const sentences = trustSentences({ mode: view.mode, confirmed: view.confirmed, authentic: isAuthentic(), hostNamed });
  const facts = [...(view.locked ? [words.trust.locked] : []), ...(view.members.length === 1 ? [words.trust.alone] : [])];
  const code = location.protocol === 'file:' ? words.trust.codeOfFile : words.trust.code.replace('{host}', location.host);
  const paragraphs = [...sentences, ...facts, code].map((text) => element('p', {}, text));
  const room = element('div');
  const stop = member.on(followed(room, member));
  const own = member.codes.member(view.self.id)?.words;
  const box = own === undefined ? [] : [codeBox(words.trust.key, own, words.trust.compare)];
  openDialog(host, words.trust.title, [...paragraphs, room, ...box], stop);
}

const codeBox = (title: string, code: string, text: string): HTMLElement =>
  element('div', { class: 'code-box' }, element('h3', {}, title), codeList(code), element('p', { class: 'dim' }, text));

/** Draws the code of the room, again when it is another: an old one would match nobody's. */
function followed(place: HTMLElement, { codes }: Member): () => void {
  let drawn: string | undefined;
  const draw = (): void => {
    const code = codes.room();
    if (code === drawn) return;
    drawn = code;
    place.replaceChildren(...(code === undefined ? [] : [codeBox(words.trust.room, code, words.trust.roomText)]));
  };
  draw();
  return draw;
}

/** The list is carried from beside the log into a sheet, and back when that closes. */
export function openMembersSheet(host: HTMLElement, list: HTMLElement): void {
  const home = list.parentElement;
  const { element: dialog } = openDialog(host, words.room.membersTitle, [list], () => home?.append(list));
  dialog.classList.add('sheet');
}

function openLeaveDialog(host: HTMLElement, leave: () => void): void {
  const stay = button({ class: 'secondary' }, () => dialog.close(), words.room.stay);
  const go = button({ class: 'primary danger' }, leave, words.room.leave);
  const actions = element('div', { class: 'actions' }, stay, go);
  const dialog = openDialog(host, words.room.leaveTitle, [element('p', {}, words.room.leaveText), actions]);
  stay.focus();
}
