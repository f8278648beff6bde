import banner from '../../../assets/banner.txt';
import { element } from '../element.js';
import type { Screen } from '../stage.js';
import { createLanguageMenu } from '../languages/language-menu.js';
import { words } from '../words.js';

/** Every screen but the room: the name, a heading that takes the focus (so that it is read), and what follows. */
export function createCard(title: string, ...body: readonly HTMLElement[]): Screen {
  const drawing = element('pre', { class: 'banner', dir: 'ltr', 'aria-hidden': 'true' }, banner);
  const brand = element('p', { class: 'unseen' }, words.name);
  const motto = element('p', { class: 'motto' }, words.motto);
  const heading = element('h1', { tabindex: '-1' }, title);
  const card = element(
    'main',
    { class: 'card' },
    createLanguageMenu(),
    drawing,
    brand,
    motto,
    element('section', { class: 'card-body' }, heading, ...body),
  );
  return {
    element: card,
    shown() {
      document.title = `${title} · ${words.name}`;
      heading.focus({ preventScroll: true });
    },
  };
}

export const paragraph = (text: string, kind = 'text'): HTMLElement => element('p', { class: kind }, text);
