import { button, element } from '../element.js';
import { icon } from '../icon.js';
import { words } from '../words.js';

/** The way back to the end for who reads further up; shown while there is something new. */
export interface NewerButton {
  readonly element: HTMLElement;
  readonly waiting: number;
  count(more?: number): void;
  reset(): void;
}

export function createNewerButton(press: () => void): NewerButton {
  const label = element('span');
  const node = button({ class: 'newer', hidden: '' }, press, icon('down'), label);
  let waiting = 0;
  return {
    element: node,
    get waiting() {
      return waiting;
    },
    count(more = 1) {
      waiting += more;
      if (waiting === 0) return;
      label.textContent = words.room.newer.replace('{count}', String(waiting));
      node.hidden = false;
    },
    reset() {
      waiting = 0;
      node.hidden = true;
    },
  };
}
