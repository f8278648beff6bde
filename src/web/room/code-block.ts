import { button, element } from '../element.js';
import { copyText } from './copy-text.js';
import { fold, linesOf } from './fold.js';
import { messageWords } from './message-words.js';

/** Longer code is folded. */
const FOLD_LINES = 14;

/** Code as it was written, and a press that copies it. */
export function createCodeBlock({ text, language }: { readonly text: string; readonly language?: string }): HTMLElement {
  const copy = button({ class: 'copy' }, () => void press(), messageWords.copy);
  const press = async (): Promise<void> => {
    copy.textContent = (await copyText(text)) ? messageWords.copied : messageWords.uncopied;
  };
  const pre = element('pre', { dir: 'ltr' }, element('code', {}, text));
  const head = element('div', { class: 'code-head' }, element('span', {}, language ?? messageWords.code), copy);
  const block = element('div', { class: 'code-text' }, head, pre);
  if (linesOf(text) > FOLD_LINES) fold(block, pre);
  return block;
}
