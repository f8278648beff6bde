import { button, element } from '../element.js';
import { sentenceOf } from '../error-words.js';
import { dialogWords } from './dialog-words.js';
import type { qrPart } from './qr-part.js';

/** Our own code for a reader. Nobody compares two of them by eye: of others none is drawn. */
export function createQrBox(code: string, drawing: typeof qrPart): HTMLElement {
  const { show, label, use } = dialogWords.qr;
  const box = element('div', { class: 'qr-box', role: 'status', tabindex: '-1' });
  const press = button({ class: 'secondary' }, () => void draw(), show);
  const draw = async (): Promise<void> => {
    const part = await drawing.load().catch(() => undefined);
    if (part === undefined) return box.replaceChildren(element('p', { class: 'error' }, sentenceOf('PART_MISSING')), press);
    box.replaceChildren(part.drawQr(code, label), element('p', { class: 'dim' }, use));
    // The key that was pressed is gone; and on a phone the code is further down.
    box.focus();
  };
  box.append(press);
  return box;
}
