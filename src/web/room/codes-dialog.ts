import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import { openDialog } from '../dialog.js';
import { button, element, fill, foreign } from '../element.js';
import { words } from '../words.js';
import { dialogWords } from './dialog-words.js';
import { createEmojiBox } from './emoji-box.js';
import { createQrBox } from './qr-box.js';
import type { qrPart } from './qr-part.js';

/** A code of words, four a row, or of groups of digits. */
export const codeList = (code: string): HTMLElement => {
  const kind = /^\d/u.test(code) ? 'digits' : 'words';
  return element('p', { class: `code code-${kind}`, dir: 'ltr' }, ...code.split(' ').flatMap((part) => [element('span', {}, part), ' ']));
};

/** What is to be compared with another member, and what it came to; of ourselves, what the others must hear. */
export function openCodesDialog(host: HTMLElement, member: Member, about: ViewMember, drawing: typeof qrPart): void {
  const codes = member.codes.member(about.id);
  if (codes === undefined) return;
  const { title, own, theirs, pair } = dialogWords.codes;
  const who = (): HTMLElement => foreign(about.shown);
  const number = member.codes.pair(about.id);
  const both = number === undefined ? [] : [element('p', {}, ...fill(pair, { who: who() })), codeList(number)];
  const first = element('p', {}, ...fill(about.self ? own : theirs, { who: who() }));
  const result = element('div', { class: 'codes-result', role: 'status' });
  const heading = element('span', {}, ...(about.self ? [dialogWords.trust.key] : fill(title, { who: who() })));
  const close = (): void => dialog.close();
  const answered = (same: boolean): void => (same ? close() : warn(result, close));
  const emoji = about.self || member.view.mode !== 'mls' ? undefined : createEmojiBox(member, about, answered);
  const boxes = [...(emoji === undefined ? [] : [emoji.element]), ...(about.self ? [createQrBox(codes.qr, drawing)] : [])];
  const body = [first, codeList(codes.words), codeList(codes.digits), ...both, ...boxes, result];
  const dialog = openDialog(host, heading, body, () => emoji?.close());
  if (!about.self) result.append(...answers(member, about, result, close));
}

function answers(member: Member, { id, verified }: ViewMember, result: HTMLElement, close: () => void): readonly HTMLElement[] {
  const { match, differ, verified: already, unmark } = dialogWords.codes;
  const mark = (on: boolean): void => {
    member.mark(id, on);
    close();
  };
  const different = (): void => {
    member.mark(id, false);
    warn(result, close);
  };
  const no = button({ class: 'secondary' }, different, differ);
  if (!verified)
    return [
      element(
        'div',
        { class: 'actions' },
        no,
        button({ class: 'primary' }, () => mark(true), match),
      ),
    ];
  const off = button({ class: 'secondary' }, () => mark(false), unmark);
  return [element('p', {}, already), element('div', { class: 'actions' }, off, no)];
}

function warn(result: HTMLElement, close: () => void): void {
  const done = button({ class: 'secondary' }, close, words.close);
  result.replaceChildren(element('p', { class: 'error' }, dialogWords.codes.warning), element('div', { class: 'actions' }, done));
  done.focus();
}
