import type { ViewMember } from '../../../client/view.js';
import type { MemberErrorCode } from '../../../protocol/member-error.js';
import { button, element } from '../../element.js';
import { icon } from '../../icon.js';
import type { FileDesk } from './file-desk.js';
import { fileWords } from './file-words.js';
import { openOfferDialog } from './offer-dialog.js';
import { pickedFile, type PickedFile } from './picked-file.js';

/** More at once are a mistake. */
const AT_ONCE_MOST = 20;

export interface FileInlet {
  /** Opens the browser's own choice of files. */
  readonly button: HTMLButtonElement;
  /** What was typed or said elsewhere: opens the choice. */
  choose(): void;
  relabel(): void;
}

export interface FileInletOptions {
  readonly room: HTMLElement;
  readonly desk: FileDesk;
  /** Whom it would be for now: one alone, or the room. */
  readonly to: () => ViewMember | undefined;
  readonly signal: AbortSignal;
}

/** The ways by which files come into the page: chosen, dropped, pasted. */
export function createFileInlet({ room, desk, to, signal }: FileInletOptions): FileInlet {
  const ask = async (files: readonly File[]): Promise<void> => {
    const picked: PickedFile[] = [];
    for (const file of files.slice(0, AT_ONCE_MOST)) {
      const one = await pickedFile(file);
      if (one.ok) picked.push(one.value);
      else desk.refused(file.name, one.reason as MemberErrorCode);
    }
    const whom = to();
    if (picked.length > 0 && room.isConnected) openOfferDialog(room, picked, whom, () => void desk.offer(picked, whom));
  };
  const chooser = element('input', { type: 'file', class: 'unseen', tabindex: '-1', 'aria-hidden': 'true' });
  chooser.multiple = true;
  chooser.addEventListener('change', () => {
    void ask([...(chooser.files ?? [])]);
    // The same file can be chosen again.
    chooser.value = '';
  });
  room.append(chooser);
  const choose = (): void => chooser.click();
  const attach = button({ class: 'icon-button attach' }, choose, icon('attach'));
  const relabel = (): void => attach.setAttribute('aria-label', fileWords.attach);
  relabel();
  takeDrops(room, ask, signal);
  room.addEventListener('paste', ({ clipboardData }) => {
    // What was copied from a text program may come as a picture too: the text is meant.
    if (clipboardData === null || clipboardData.types.includes('text/plain')) return;
    if (clipboardData.files.length > 0) void ask([...clipboardData.files]);
  });
  return { button: attach, choose, relabel };
}

/** A file dropped anywhere else would take the page's place. */
function takeDrops(room: HTMLElement, ask: (files: readonly File[]) => Promise<void>, signal: AbortSignal): void {
  const hint = element('div', { class: 'drop-hint', 'aria-hidden': 'true' });
  const show = (shown: boolean): void => {
    hint.textContent = fileWords.drop;
    if (shown && !hint.isConnected) room.append(hint);
    if (!shown) hint.remove();
  };
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    show(true);
  };
  document.addEventListener('dragover', over, { signal });
  document.addEventListener('dragleave', (event) => (event.relatedTarget === null ? show(false) : undefined), { signal });
  document.addEventListener(
    'drop',
    (event) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      show(false);
      void ask([...event.dataTransfer.files]);
    },
    { signal },
  );
}
