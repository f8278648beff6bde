import { button, element, fill, foreign } from '../element.js';
import { icon } from '../icon.js';
import type { MemberLabels } from './member-labels.js';
import { messageWords } from './message-words.js';
import type { About } from './written.js';

const QUOTED_CHARACTERS = 120;

/** Says above the field what is being answered, or written anew, and gives it up. */
export interface AboutBar {
  readonly element: HTMLElement;
  show(about: About | undefined): void;
}

export function createAboutBar(labels: MemberLabels, cancel: () => void): AboutBar {
  const node = element('div', { class: 'about', role: 'status' });
  return {
    element: node,
    show(about) {
      node.replaceChildren(...(about === undefined ? [] : [sentence(about, labels), cross(cancel)]));
    },
  };
}

function sentence({ kind, item }: About, labels: MemberLabels): HTMLElement {
  const said = fill(messageWords.about[kind], { who: labels.nick(item.from) });
  const [line = ''] = (item.file?.name ?? item.text).trimStart().split('\n', 1);
  return element('span', { class: 'about-text' }, ...said, ' ', foreign(line.slice(0, QUOTED_CHARACTERS), { class: 'dim' }));
}

/** The field keeps the focus, and a phone its keyboard. */
function cross(cancel: () => void): HTMLButtonElement {
  const made = button({ class: 'icon-button', 'aria-label': messageWords.about.cancel, title: messageWords.about.cancel }, cancel);
  made.append(icon('close'));
  made.addEventListener('pointerdown', (event) => event.preventDefault());
  return made;
}
