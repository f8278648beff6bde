import { openDialog } from '../dialog.js';
import { button, element, fill } from '../element.js';
import { dialogWords } from './dialog-words.js';
import { anchor } from './link.js';

/** Shows an address whole, in `room`, before it is opened. */
export function openLinkDialog(room: HTMLElement, href: string): void {
  const { host, protocol } = new URL(href);
  const whole = element('bdi', { class: 'whole-address', dir: 'ltr' }, href);
  const isMail = protocol === 'mailto:';
  const told = isMail
    ? [dialogWords.link.mail]
    : fill(dialogWords.link.text, { host: element('bdi', { class: 'address', dir: 'ltr' }, host) });
  const stay = button({ class: 'secondary' }, () => dialog.close(), dialogWords.link.stay);
  const go = anchor({ text: dialogWords.link.open, href }, 'button primary');
  go.addEventListener('click', () => dialog.close());
  const after = isMail ? [] : [element('p', { class: 'dim' }, dialogWords.link.seen)];
  const actions = element('div', { class: 'actions' }, stay, go);
  const dialog = openDialog(room, dialogWords.link.title, [element('p', {}, ...told), element('p', {}, whole), ...after, actions]);
  stay.focus();
}
