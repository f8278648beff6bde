import type { MessageLink } from '../../client/text/links.js';
import { element } from '../element.js';

/** The page that opens learns neither the address of this one nor its window. */
export function anchor({ text, href }: MessageLink, kind: string): HTMLAnchorElement {
  const node = element('a', { class: kind, dir: 'ltr' }, text);
  node.href = href;
  node.target = '_blank';
  node.rel = 'noopener noreferrer';
  node.referrerPolicy = 'no-referrer';
  return node;
}

/** No address of a message opens by one press: first it is asked. */
export function confirmLinks(log: HTMLElement, open: (href: string) => void): void {
  const ask = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.link') : null;
    // The right button opens the browser's own menu.
    if (link === null || event.button > 1) return;
    event.preventDefault();
    open(link.href);
  };
  log.addEventListener('click', ask);
  log.addEventListener('auxclick', ask);
}
