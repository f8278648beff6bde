import { button, element } from './element.js';
import { icon } from './icon.js';
import { words } from './words.js';

export interface Dialog {
  readonly element: HTMLDialogElement;
  close(): void;
}

/** A native modal dialog in `host`; it leaves the document when it closes. Esc, its cross and a press beside it close it. */
export function openDialog(
  host: HTMLElement,
  title: string | HTMLElement,
  body: readonly HTMLElement[],
  closed: () => void = () => undefined,
): Dialog {
  // One may stand on another.
  const id = `dialog-title-${host.childElementCount}`;
  const heading = element('h2', { id }, title);
  const cross = button({ class: 'icon-button', 'aria-label': words.close }, () => node.close(), icon('close'));
  const head = element('div', { class: 'dialog-head' }, heading, cross);
  const node = element('dialog', { class: 'dialog', 'aria-labelledby': id }, head, ...body);
  node.addEventListener('close', () => {
    closed();
    node.remove();
  });
  node.addEventListener('click', (event) => {
    if (event.target === node && isBeside(node, event)) node.close();
  });
  host.append(node);
  node.showModal();
  return { element: node, close: () => node.close() };
}

/** The backdrop is part of the dialog for events; only its rectangle tells. */
function isBeside(node: HTMLElement, { clientX, clientY }: MouseEvent): boolean {
  const { left, right, top, bottom } = node.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
