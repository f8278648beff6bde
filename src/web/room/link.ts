import { openDialog } from '../dialog.js';
import { button, element, fill } from '../element.js';
import { words } from '../words.js';
import { splitLinks, type MessageLink } from './message-links.js';

/** The text of a message, with its addresses as links. */
export const linked = (text: string): readonly (Node | string)[] =>
  splitLinks(text).map((piece) => (typeof piece === 'string' ? piece : anchor(piece, 'link')));

/** The page that opens learns neither the address of this one nor its window. */
function anchor({ text, href }: MessageLink, kind: string): HTMLAnchorElement {
  const node = element('a', { class: kind, dir: 'ltr' }, text);
  node.href = href;
  node.target = '_blank';
  node.rel = 'noopener noreferrer';
  node.referrerPolicy = 'no-referrer';
  return node;
}

/** No address of a message opens by one press: first it is shown whole, in `room`. */
export function confirmLinks(log: HTMLElement, room: HTMLElement): void {
  const ask = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.link') : null;
    // The right button opens the browser's own menu.
    if (link === null || event.button > 1) return;
    event.preventDefault();
    openLinkDialog(room, link.href);
  };
  log.addEventListener('click', ask);
  log.addEventListener('auxclick', ask);
}

function openLinkDialog(room: HTMLElement, href: string): void {
  const { host, protocol } = new URL(href);
  const whole = element('bdi', { class: 'whole-address', dir: 'ltr' }, href);
  const isMail = protocol === 'mailto:';
  const told = isMail ? [words.link.mail] : fill(words.link.text, { host: element('bdi', { class: 'address', dir: 'ltr' }, host) });
  const stay = button({ class: 'secondary' }, () => dialog.close(), words.link.stay);
  const go = anchor({ text: words.link.open, href }, 'button primary');
  go.addEventListener('click', () => dialog.close());
  const after = isMail ? [] : [element('p', { class: 'dim' }, words.link.seen)];
  const actions = element('div', { class: 'actions' }, stay, go);
  const dialog = openDialog(room, words.link.title, [element('p', {}, ...told), element('p', {}, whole), ...after, actions]);
  stay.focus();
}
