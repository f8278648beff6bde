import type { ViewFile } from '../../../client/view.js';
import { button, element, foreign } from '../../element.js';
import { sentenceOf } from '../../error-words.js';
import { words } from '../../words.js';
import type { MemberLabels } from '../member-labels.js';
import type { MessageItem } from '../../../client/view-log.js';
import { fileCardPart } from './file-card-part.js';
import type { FileCard } from './file-card.js';
import type { FileDesk } from './file-desk.js';

/** A file in the log: its name at once, and what can be done with it as soon as that is here. */
export function createLateFileCard(first: MessageItem & { readonly file: ViewFile }, labels: MemberLabels, desk: FileDesk): FileCard {
  const place = element('div', {}, element('p', {}, foreign(first.file.name, { class: 'file-name' })));
  let [item, isOver] = [first, false];
  let card: FileCard | undefined;
  const draw = ({ createFileCard }: NonNullable<(typeof fileCardPart)['now']>): void => {
    if (isOver) return;
    card = createFileCard(item, labels, desk);
    place.replaceChildren(card.element);
  };
  const missing = element('p', { class: 'warn' }, sentenceOf('PART_MISSING'), ' ');
  const ask = (): void => {
    missing.remove();
    void fileCardPart.load().then(draw, () => place.append(missing));
  };
  missing.append(button({ class: 'secondary' }, ask, words.farewell.again));
  if (fileCardPart.now === undefined) ask();
  else draw(fileCardPart.now);
  return {
    element: place,
    update(now) {
      if (now.file !== undefined) item = { ...now, file: now.file };
      card?.update(now);
    },
    dispose() {
      isOver = true;
      card?.dispose();
    },
  };
}
