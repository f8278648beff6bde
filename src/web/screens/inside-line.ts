import type { Glimpse } from '../../client/peek.js';
import type { Cancel } from '../../core/ports/clock.js';
import { counted } from '../language.js';
import type { Lookout } from '../lookout.js';
import { aboutWords } from './about-words.js';

/** Who is inside, as the relay says: empty as long as, and wherever, it says nothing. */
export const showInside = (lookout: Lookout, line: HTMLElement): Cancel =>
  lookout.follow((glimpse) => {
    line.textContent = sentence(glimpse);
    line.dataset['closed'] = String(isClosed(glimpse));
  });

const isClosed = (glimpse: Glimpse): boolean => glimpse.state === 'none' || (glimpse.state === 'open' && (glimpse.full || glimpse.locked));

function sentence(glimpse: Glimpse): string {
  if (glimpse.state === 'unknown') return '';
  if (glimpse.state === 'none') return aboutWords.none;
  const { inside, full, locked } = glimpse;
  if (locked) return aboutWords.locked;
  if (full) return counted(aboutWords.full, inside);
  return inside === 0 ? aboutWords.nobody : counted(aboutWords.inside, inside);
}
