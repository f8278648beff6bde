import { button, element } from '../element.js';
import { words } from '../words.js';

/** For who has made the room: its link, which nobody else has. */
export function createShareNote(link: string): HTMLElement {
  const field = element('input', { type: 'text', class: 'share-link', 'aria-label': words.share.label, dir: 'ltr', spellcheck: 'false' });
  field.value = link;
  field.readOnly = true;
  const state = element('span', { class: 'dim', role: 'status' });
  const copy = async (): Promise<void> => {
    field.select();
    try {
      await navigator.clipboard.writeText(link);
      state.textContent = words.share.copied;
    } catch {
      // Without https there is no clipboard; what is selected can be copied by hand.
      state.textContent = words.share.selected;
    }
  };
  const row = element(
    'div',
    { class: 'share-row' },
    field,
    button({ class: 'secondary' }, () => void copy(), words.share.copy),
  );
  return element(
    'div',
    { class: 'note share' },
    element('p', {}, words.share.made),
    row,
    state,
    element('p', { class: 'dim' }, words.share.blind),
  );
}
