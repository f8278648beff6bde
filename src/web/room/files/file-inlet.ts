import type { ViewMember } from '../../../client/view.js';
import type { MemberErrorCode } from '../../../protocol/member-error.js';
import { element } from '../../element.js';
import type { FileDesk } from './file-desk.js';
import { fileWords } from './file-words.js';
import { offeringPart } from './offering-part.js';
import type { PickedFile } from './picked-file.js';

/** More at once are a mistake. */
const AT_ONCE_MOST = 20;

export interface FileInletOptions {
  readonly room: HTMLElement;
  readonly desk: FileDesk;
  /** Whom something is for that comes in there: one alone, or the room. */
  readonly toAt: (place: EventTarget | null) => ViewMember | undefined;
  readonly signal: AbortSignal;
}

/** The ways by which files come into the page: chosen (the answer opens the browser's own choice), dropped, pasted. */
export function createFileInlet({ room, desk, toAt, signal }: FileInletOptions): (to: ViewMember | undefined) => void {
  const ask = async (files: readonly File[], to: ViewMember | undefined): Promise<void> => {
    const offering = await offeringPart.load().catch(() => undefined);
    if (offering === undefined) return desk.missing();
    const picked: PickedFile[] = [];
    for (const file of files.slice(0, AT_ONCE_MOST)) {
      const one = await offering.pickedFile(file);
      if (one.ok) picked.push(one.value);
      else desk.refused(file.name, one.reason as MemberErrorCode);
    }
    if (picked.length > 0 && room.isConnected) offering.openOfferDialog(room, picked, to, () => void desk.offer(picked, to));
  };
  takeDrops(room, (files, place) => void ask(files, toAt(place)), signal);
  room.addEventListener('paste', ({ clipboardData, target }) => {
    // What was copied from a text program may come as a picture too: the text is meant.
    if (clipboardData === null || clipboardData.types.includes('text/plain')) return;
    if (clipboardData.files.length > 0) void ask([...clipboardData.files], toAt(target));
  });
  return (to) => choose((files) => void ask(files, to));
}

/** It is never in the document: nothing but the press that was made leads to it. */
function choose(chosen: (files: readonly File[]) => void): void {
  const chooser = element('input', { type: 'file' });
  chooser.multiple = true;
  chooser.addEventListener('change', () => chosen([...(chooser.files ?? [])]));
  chooser.click();
}

/** A file dropped anywhere else would take the page's place. */
function takeDrops(room: HTMLElement, dropped: (files: readonly File[], place: EventTarget | null) => void, signal: AbortSignal): void {
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
      dropped([...event.dataTransfer.files], event.target);
    },
    { signal },
  );
}
