import type { Transfer, ViewFile } from '../../../client/view.js';
import { assertNever } from '../../../protocol/parsed.js';
import { button, element, fill, foreign } from '../../element.js';
import type { MemberLabels } from '../member-labels.js';
import type { MessageItem } from '../../../client/view-log.js';
import type { FileDesk } from './file-desk.js';
import { fileSize, percent } from './file-size.js';
import { fileWords } from './file-words.js';
import { createPreview, mayBePicture, type Preview } from './preview.js';

type Action = 'get' | 'show' | 'hide' | 'save' | 'pause' | 'resume' | 'stop' | 'dropIt' | 'takeBack';

export interface FileCard {
  readonly element: HTMLElement;
  update(item: MessageItem): void;
  dispose(): void;
}

/** A file in the log: what it is, how far it has come, and what can be done with it. */
export function createFileCard(first: MessageItem & { readonly file: ViewFile }, labels: MemberLabels, desk: FileDesk): FileCard {
  const card = new Card(first, labels, desk);
  card.draw();
  return { element: card.element, update: (item) => card.update(item), dispose: () => card.dispose() };
}

class Card {
  readonly element = element('div', { class: 'file' });
  readonly #labels: MemberLabels;
  readonly #desk: FileDesk;
  /** What changes here all the time is read by who goes there, and announced to nobody. */
  readonly #state = element('div', { class: 'file-state', 'aria-live': 'off' });
  readonly #actions = element('div', { class: 'file-actions', 'aria-live': 'off' });
  readonly #bar = element('progress', { class: 'file-bar' });
  #item: MessageItem & { readonly file: ViewFile };
  #drawn = '';
  #frame = 0;
  #preview: Preview | undefined;
  /** To be shown as soon as it is here. */
  #wanted = false;

  constructor(item: MessageItem & { readonly file: ViewFile }, labels: MemberLabels, desk: FileDesk) {
    this.#item = item;
    this.#labels = labels;
    this.#desk = desk;
    const { name, bytes } = item.file;
    const head = element('div', { class: 'file-head' }, foreign(name, { class: 'file-name' }), ' ');
    head.append(element('span', { class: 'dim' }, fileSize(bytes)));
    this.#bar.max = bytes;
    this.#bar.setAttribute(
      'aria-label',
      fileWords.progress.replace('{name}', () => name),
    );
    this.element.append(head, this.#state, this.#actions);
  }

  /** A chunk may come many times in the time of one picture of the screen. */
  update({ file, ...item }: MessageItem): void {
    if (file === undefined) return this.dispose();
    this.#item = { ...item, file };
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.draw());
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = -1;
    this.#hide();
  }

  draw(): void {
    this.#frame = 0;
    const { transfer, bytes } = this.#item.file;
    if (transfer.side === 'theirs' && transfer.state === 'here' && this.#wanted) this.#show();
    if (transfer.state !== 'here') this.#unshow();
    if (transfer.state === 'stopped') this.#wanted = false;
    this.#state.replaceChildren(...stateOf(transfer, bytes, this.#item, this.#labels), ...this.#progress(transfer));
    this.#drawActions(actionsOf(this.#item, this.#preview !== undefined));
  }

  #progress(transfer: Transfer): readonly HTMLElement[] {
    if (transfer.side === 'ours' || !('bytes' in transfer) || transfer.state === 'offered') return [];
    this.#bar.value = transfer.bytes;
    return [this.#bar];
  }

  /** Buttons stay as long as they are the same: they may have the focus. */
  #drawActions(actions: readonly Action[]): void {
    const names = actions.join(' ');
    if (names === this.#drawn) return;
    this.#drawn = names;
    const hadFocus = this.#actions.contains(document.activeElement);
    const { name } = this.#item.file;
    const buttons = actions.map((action) => {
      const label = fileWords.about.replace('{action}', fileWords[action]).replace('{name}', () => name);
      return button({ class: 'secondary', 'aria-label': label }, () => this.#act(action), fileWords[action]);
    });
    this.#actions.replaceChildren(...buttons);
    if (hadFocus) (buttons[0] ?? this.element.closest<HTMLElement>('.message'))?.focus();
  }

  #act(action: Action): void {
    const { key, file } = this.#item;
    switch (action) {
      case 'get':
      case 'resume':
        return this.#desk.get(key);
      case 'show':
        this.#wanted = true;
        return file.transfer.state === 'here' ? this.draw() : this.#desk.get(key);
      case 'hide':
        this.#hide();
        return this.draw();
      case 'save':
        return this.#desk.save(key, file.name);
      case 'pause':
        return this.#desk.pause(key);
      case 'stop':
      case 'dropIt':
      case 'takeBack':
        this.#hide();
        return this.#desk.cancel(key);
      default:
        return assertNever(action);
    }
  }

  #show(): void {
    this.#wanted = false;
    const bytes = this.#desk.content(this.#item.key);
    if (bytes === undefined || this.#preview !== undefined) return;
    this.#preview = createPreview(bytes, this.#item.file.name, this.#desk.urls);
    this.element.append(this.#preview.element);
  }

  #hide(): void {
    this.#wanted = false;
    this.#unshow();
  }

  #unshow(): void {
    this.#preview?.dispose();
    this.#preview = undefined;
  }
}

function actionsOf({ file, state }: MessageItem & { readonly file: ViewFile }, shown: boolean): readonly Action[] {
  const { transfer, mime } = file;
  const picture = mayBePicture(mime);
  if (transfer.side === 'ours') return transfer.state === 'offered' && state !== 'failed' ? ['takeBack'] : [];
  switch (transfer.state) {
    case 'offered':
      return picture ? ['show', 'get'] : ['get'];
    case 'getting':
      return ['pause', 'stop'];
    case 'waits':
      return ['stop'];
    case 'paused':
      return ['resume', 'stop'];
    case 'here':
      return [...(picture ? [shown ? ('hide' as const) : ('show' as const)] : []), 'save', 'dropIt'];
    case 'stopped':
      return transfer.reason === 'self' ? ['get'] : [];
    default:
      return assertNever(transfer);
  }
}

function stateOf(transfer: Transfer, bytes: number, { from }: MessageItem, labels: MemberLabels): readonly HTMLElement[] {
  const line = (...parts: readonly (Node | string)[]): HTMLElement => element('p', { class: 'dim' }, ...parts);
  if (transfer.side === 'ours') {
    if (transfer.state === 'withdrawn') return [line(fileWords.withdrawn)];
    const each = transfer.receivers.map(({ member, bytes: done, state }) =>
      state === 'has'
        ? line(...fill(fileWords.has, { who: labels.nick(member) }))
        : line(...fill(fileWords.receiver, { who: labels.nick(member), done: percent(done, bytes) })),
    );
    return each.length > 0 ? each : [line(fileWords.offered)];
  }
  switch (transfer.state) {
    case 'offered':
      return [];
    case 'getting':
      return [line(...fill(fileWords.getting, { done: fileSize(transfer.bytes), size: fileSize(bytes) }))];
    case 'waits':
      return [line(...fill(fileWords.waits, { who: labels.nick(from) }))];
    case 'paused':
      return [line(...fill(fileWords.paused, { done: fileSize(transfer.bytes) }))];
    case 'here':
      return [line(fileWords.here)];
    case 'stopped':
      return [line(fileWords[transfer.reason])];
    default:
      return assertNever(transfer);
  }
}
