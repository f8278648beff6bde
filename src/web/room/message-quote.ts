import type { Quote } from '../../client/view.js';
import { button, element, foreign } from '../element.js';
import type { MemberLabels } from './member-labels.js';
import { messageWords } from './message-words.js';

/** What a message answers: one line above it, that leads there. */
export function createMessageQuote({ key, from, text }: Quote, labels: MemberLabels): HTMLElement {
  const known = from === undefined ? [] : [labels.nick(from), ' '];
  const line = text === undefined ? messageWords.quote.gone : foreign(text);
  const at = key === undefined ? {} : { 'data-to': String(key) };
  const said = element('span', { class: 'unseen' }, messageWords.quote.of, ' ');
  // Who presses it is answered by what holds the log.
  return button({ class: 'quote', 'data-act': 'jump', ...at }, () => undefined, said, ...known, element('span', { class: 'dim' }, line));
}
