import { exportFormats, exportView, type ExportFormat } from '../../client/export/export-view.js';
import { exportWords } from '../../client/export/export-words.js';
import type { View } from '../../client/view.js';
import { encodeUtf8 } from '../../protocol/utf8.js';
import { openDialog } from '../dialog.js';
import { button, element } from '../element.js';
import { section } from '../language.js';
import { savingWords } from './export-words.js';
import type { KeptUrls } from './files/kept-urls.js';

/** In the file itself. */
const fileWords = section('exported', exportWords);

export interface ExportDialogOptions {
  readonly host: HTMLElement;
  readonly view: () => View;
  readonly urls: KeptUrls;
  /** What was typed behind /export. */
  readonly format: ExportFormat;
}

/** Says what it means to keep what was said, and does it after a press. */
export function openExportDialog({ host, view, urls, format }: ExportDialogOptions): void {
  const { title, warning, silent, label, formats, save, cancel } = savingWords;
  const select = element('select', { id: 'export-format', autocomplete: 'off' });
  for (const one of exportFormats) select.append(new Option(formats[one], one, false, one === format));
  const row = element('div', { class: 'setting' }, element('label', { for: 'export-format' }, label), select);
  const go = (): void => {
    const chosen = exportFormats.find((one) => one === select.value) ?? format;
    const { name, text } = exportView(view(), chosen, { words: fileWords, now: Date.now(), offset });
    urls.save(encodeUtf8(text), name);
    dialog.close();
  };
  const actions = [button({ class: 'secondary' }, () => dialog.close(), cancel), button({ class: 'primary' }, go, save)];
  const body = [...[warning, silent].map((text) => element('p', {}, text)), row, element('div', { class: 'actions' }, ...actions)];
  const dialog = openDialog(host, title, body);
  dialog.element.classList.add('settings');
}

/** JavaScript has it the other way round. */
const offset = (at: number): number => -new Date(at).getTimezoneOffset();
