import type { ViewItem } from '../../client/view.js';
import { element } from '../element.js';
import { words } from '../words.js';

/** What a newcomer may expect to see. `heard`: every item; a copy of the host's says more of what was before, and what is true then. */
export function createOpeningNote(): { draw(this: void): HTMLElement; heard(item: ViewItem): void } {
  let isCopied = false;
  let before = element('span');
  return {
    draw() {
      before = element('span', {}, isCopied ? '' : `${words.between}${words.room.before}`);
      return element('div', { class: 'note first' }, words.room.begin, before);
    },
    heard({ type }) {
      if (type !== 'history') return;
      isCopied = true;
      before.remove();
    },
  };
}
