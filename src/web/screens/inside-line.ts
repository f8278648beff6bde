import type { Glimpse } from '../../client/peek.js';
import { element } from '../element.js';
import { counted } from '../language.js';
import { joinWords } from './join-words.js';

export interface InsideLine {
  readonly element: HTMLElement;
  readonly show: (glimpse: Glimpse) => void;
}

/** Who is inside, as the relay says. Empty as long as, and wherever, it says nothing: its place is kept, so that no button moves away. */
export function createInsideLine(): InsideLine {
  const line = element('p', { class: 'inside', role: 'status' });
  return {
    element: line,
    show(glimpse) {
      line.textContent = sentence(glimpse);
      line.dataset['closed'] = String(isClosed(glimpse));
    },
  };
}

const isClosed = (glimpse: Glimpse): boolean => glimpse.state === 'none' || (glimpse.state === 'open' && (glimpse.full || glimpse.locked));

function sentence(glimpse: Glimpse): string {
  if (glimpse.state === 'unknown') return '';
  if (glimpse.state === 'none') return joinWords.none;
  const { inside, full, locked } = glimpse;
  if (locked) return joinWords.locked;
  if (full) return counted(joinWords.full, inside);
  return inside === 0 ? joinWords.nobody : counted(joinWords.inside, inside);
}
