import type { ViewMember } from '../../../client/view.js';
import { openDialog } from '../../dialog.js';
import { button, element, fill, foreign } from '../../element.js';
import { counted } from '../../language.js';
import { fileSize } from './file-size.js';
import { fileWords } from './file-words.js';
import type { PickedFile } from './picked-file.js';

/** Asks before anybody is told of these files: a drop or a paste is soon done by mistake. */
export function openOfferDialog(host: HTMLElement, picked: readonly PickedFile[], to: ViewMember | undefined, offer: () => void): void {
  const rows = picked.map(({ source, picture }) =>
    element(
      'li',
      {},
      foreign(source.name, { class: 'file-name' }),
      ' ',
      element('span', { class: 'dim' }, fileSize(source.bytes)),
      ...(picture === 'plain' ? [] : [element('p', { class: picture === 'kept' ? 'warn' : 'dim' }, fileWords[picture])]),
    ),
  );
  const cancel = button({ class: 'secondary' }, () => dialog.close(), fileWords.cancel);
  const go = button(
    { class: 'primary' },
    () => {
      dialog.close();
      offer();
    },
    counted(fileWords.offer, picked.length),
  );
  const toWhom = element('p', {}, ...(to === undefined ? [fileWords.toRoom] : fill(fileWords.toOne, { who: foreign(to.shown) })));
  const dialog = openDialog(host, fileWords.title, [
    toWhom,
    element('ul', { class: 'file-list' }, ...rows),
    element('div', { class: 'actions' }, cancel, go),
  ]);
  go.focus();
}
