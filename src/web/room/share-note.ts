import { button, element } from '../element.js';
import { dialogWords } from './dialog-words.js';

const { share } = dialogWords;

/** The link of the room, to be copied. `made`: this page has made the room, and nobody else has its link. */
export function createShareNote(link: string, made: boolean): HTMLElement {
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
  const note = element('div', { class: 'note' }, row, state);
  if (made) note.prepend(element('p', {}, share.made));
  if (made) note.append(element('p', { class: 'dim' }, share.blind));
  return note;
}
