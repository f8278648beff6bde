import { button, element } from '../element.js';
import { dialogWords } from './dialog-words.js';

const { share } = dialogWords;

/** For who has made the room: its link, which nobody else has. */
export function createShareNote(link: string): HTMLElement {
  const field = element('input', { type: 'text', class: 'share-link', 'aria-label': share.label, dir: 'ltr', spellcheck: 'false' });
  field.value = link;
  field.readOnly = true;
  const state = element('span', { class: 'dim', role: 'status' });
  const copy = async (): Promise<void> => {
    field.select();
    try {
      await navigator.clipboard.writeText(link);
      state.textContent = share.copied;
    } catch {
      // Without https there is no clipboard; what is selected can be copied by hand.
      state.textContent = share.selected;
    }
  };
  const row = element(
    'div',
    { class: 'share-row' },
    field,
    button({ class: 'secondary' }, () => void copy(), share.copy),
  );
  return element('div', { class: 'note share' }, element('p', {}, share.made), row, state, element('p', { class: 'dim' }, share.blind));
}
