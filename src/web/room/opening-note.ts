import type { ViewItem } from '../../client/view.js';
import { element } from '../element.js';
import { words } from '../words.js';

/** What a newcomer may expect to see. `heard`: every item; a copy of the host's says more of what was before, and what is true then. */
export function createOpeningNote(): { readonly element: HTMLElement; heard(item: ViewItem): void } {
  const before = element('span', {}, ' ', words.room.before);
  return {
    element: element('div', { class: 'note first' }, words.room.begin, before),
    heard: ({ type }) => void (type === 'history' && before.remove()),
  };
}
