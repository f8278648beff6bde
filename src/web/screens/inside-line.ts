import type { Glimpse } from '../../client/peek.js';
import type { Cancel } from '../../core/ports/clock.js';
import { counted } from '../language.js';
import { Lookout } from '../lookout.js';
import type { Place } from '../place.js';
import { aboutWords } from './about-words.js';

/** Where it is asked, and by whom: the same for a card that is drawn anew. */
export interface Looking {
  readonly place: Place;
  lookout?: Lookout;
}

/** Who is inside, as the relay says: empty as long as, and wherever, it says nothing. */
export function showInside(looking: Looking, line: HTMLElement): Cancel {
  looking.lookout ??= new Lookout(looking.place);
  return looking.lookout.follow((glimpse) => {
    line.textContent = sentence(glimpse);
    line.dataset['closed'] = String(isClosed(glimpse));
  });
}

const isClosed = (glimpse: Glimpse): boolean => glimpse.state === 'none' || (glimpse.state === 'open' && (glimpse.full || glimpse.locked));

function sentence(glimpse: Glimpse): string {
  if (glimpse.state === 'unknown') return '';
  if (glimpse.state === 'none') return aboutWords.none;
  const { inside, full, locked } = glimpse;
  if (locked) return aboutWords.locked;
  if (full) return counted(aboutWords.full, inside);
  return inside === 0 ? aboutWords.nobody : counted(aboutWords.inside, inside);
}
