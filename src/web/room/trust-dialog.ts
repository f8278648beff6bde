import type { Member } from '../../client/member-api.js';
import { openDialog } from '../dialog.js';
import { element } from '../element.js';
import { codeList } from './codes-dialog.js';
import { dialogWords } from './dialog-words.js';
import { createQrBox } from './qr-box.js';
import type { qrPart } from './qr-part.js';
import { createTrustPanel } from './trust-panel.js';

/** What is behind the lock: who can see what, and what all members can compare. */
export function openTrustDialog(host: HTMLElement, member: Member, drawing: typeof qrPart): void {
  const panel = createTrustPanel(member);
  const room = element('div');
  const stop = member.on(followed(room, member));
  const own = member.codes.member(member.view.self.id);
  const box = own === undefined ? [] : [codeBox(dialogWords.trust.key, own.words, dialogWords.trust.compare, createQrBox(own.qr, drawing))];
  openDialog(host, dialogWords.trust.title, [panel.element, room, ...box], () => {
    stop();
    panel.stop();
  });
}

const codeBox = (title: string, code: string, text: string, ...more: readonly HTMLElement[]): HTMLElement =>
  element('div', { class: 'code-box' }, element('h3', {}, title), codeList(code), element('p', { class: 'dim' }, text), ...more);

/** Draws the code of the room, again when it is another: an old one would match nobody's. */
function followed(place: HTMLElement, { codes }: Member): () => void {
  let drawn: string | undefined;
  const draw = (): void => {
    const code = codes.room();
    if (code === drawn) return;
    drawn = code;
    place.replaceChildren(...(code === undefined ? [] : [codeBox(dialogWords.trust.room, code, dialogWords.trust.roomText)]));
  };
  draw();
  return draw;
}
