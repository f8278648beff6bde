import type { Member } from '../../client/member-api.js';
import { isTouch } from '../pointer.js';
import type { Composer } from './composer.js';
import { copyText } from './copy-text.js';
import { MessageBar, type Act } from './message-bar.js';
import { createToldLine } from './told-line.js';
import type { MessageLog } from './message-log.js';
import { messageWords } from './message-words.js';
import type { MessageItem } from '../../client/view-log.js';
import { trouble, withPart } from './outcome.js';
import { openQuestion } from './question.js';
import { stepTo } from './step-to.js';
import { writingPart } from './writing-part.js';

/** Longer than it takes to find the message. */
const FLASH_MS = 1_600;

export interface MessageActionsOptions {
  /** What dialogs stand in. */
  readonly room: HTMLElement;
  readonly member: Member;
  readonly log: MessageLog;
  readonly composer: Pick<Composer, 'about' | 'focus'>;
}

/** What one can do with the messages of a log: by pointer, by finger, and by keys alone. */
export class MessageActions {
  readonly #options: MessageActionsOptions;
  readonly #bar: MessageBar;
  readonly #told;

  constructor(options: MessageActionsOptions) {
    this.#options = options;
    const { element: box } = options.log;
    this.#told = createToldLine(box);
    this.#bar = new MessageBar({ box, can, act: (act, item) => this.#act(act, item) });
    box.addEventListener('click', (event) => this.#pressed(event));
    box.addEventListener('keydown', (event) => this.#keyed(event));
    // A finger gives the focus before its press is over: a bar that came with it would take the press, and nothing would be there after it.
    box.addEventListener('focusin', ({ target }) => !isTouch() && this.#offer(target));
    box.addEventListener('mouseover', ({ target }) => !isTouch() && this.#hovered(target));
    box.addEventListener('mouseleave', () => !isTouch() && this.#leave());
    // `scroll` does not bubble.
    box.addEventListener('scroll', () => this.#bar.follow(), { capture: true, passive: true });
    // A long press of a finger is the press for what can be done.
    box.addEventListener('contextmenu', (event) => isTouch() && this.#offer(event.target) && event.preventDefault());
  }

  /** Something of this message is another. */
  changed(item: MessageItem): void {
    if (this.#bar.key === item.key && !this.#bar.isFocused) this.#bar.hide();
  }

  redrawn(): void {
    this.#bar.hide();
    this.#told.attach();
  }

  /** Goes to what a message answers. */
  jump(to: string | undefined): void {
    const line = to === undefined ? undefined : this.#options.log.goTo(Number(to));
    if (line === undefined) return this.#told.say(messageWords.notHere);
    line.focus({ preventScroll: true });
    line.classList.remove('flash');
    // A class that was there already begins no animation.
    requestAnimationFrame(() => line.classList.add('flash'));
    setTimeout(() => line.classList.remove('flash'), FLASH_MS);
  }

  #hovered(target: EventTarget | null): void {
    if (target instanceof Node && this.#bar.has(target)) return;
    if (this.#offer(target) === undefined && !this.#bar.isFocused) this.#bar.hide();
  }

  /** Shows the bar of the message in which this is. */
  #offer(target: EventTarget | null): MessageItem | undefined {
    const line = target instanceof Element ? target.closest<HTMLElement>('.message') : null;
    const item = line === null ? undefined : this.#item(Number(line.dataset['key']));
    if (line === null || item === undefined) return undefined;
    this.#bar.show(item, line);
    return item;
  }

  #leave(): void {
    if (!this.#bar.isFocused) this.#bar.hide();
  }

  #item(key: number): MessageItem | undefined {
    const { items } = this.#options.member.view;
    const item = items[key - (items[0]?.key ?? 0)];
    return item?.type === 'message' ? item : undefined;
  }

  #pressed({ target }: MouseEvent): void {
    if (!(target instanceof Element) || this.#bar.has(target)) return;
    const press = target.closest<HTMLElement>('[data-act]');
    const item = this.#item(Number(target.closest<HTMLElement>('.message')?.dataset['key']));
    if (press?.dataset['act'] === 'jump') return this.jump(press.dataset['to']);
    if (press !== null && item !== undefined) return this.#toggle(item, press.dataset['emoji'] ?? '');
    // A finger shows the bar by a tap, and takes it away by one beside; a link or a button in the message is for itself.
    if (!isTouch() || target.closest('a, button') !== null) return;
    if (item === undefined || getSelection()?.isCollapsed === false) return this.#bar.hide();
    this.#offer(target);
  }

  #keyed(event: KeyboardEvent): void {
    const { target } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.altKey || event.metaKey || this.#bar.has(target)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#bar.hide();
      return this.#options.composer.focus();
    }
    const isMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey) || event.key === 'Enter';
    if (isMenu && target.matches('.message')) {
      event.preventDefault();
      this.#offer(target);
      return this.#bar.focus();
    }
    if (target.matches('.log, .message') && stepTo(event.key, target)) event.preventDefault();
  }

  #toggle(item: MessageItem, emoji: string): void {
    const isOurs = item.reactions?.some((one) => one.emoji === emoji && one.by.some(({ self }) => self)) === true;
    this.#tell(trouble(this.#options.member.react(item.key, isOurs ? undefined : emoji)));
  }

  #act(act: Act, item: MessageItem): void {
    const { composer, log } = this.#options;
    // Whatever comes next gives the focus back to where it was.
    if (this.#bar.isFocused) log.line(item.key)?.focus({ preventScroll: true });
    this.#bar.hide();
    switch (act) {
      case 'reply':
      case 'edit':
        return composer.about({ kind: act, item });
      case 'react':
        return this.#pick(item);
      case 'delete':
        return this.#ask(item);
      case 'copy':
        return void this.#copy(item);
    }
  }

  #pick(item: MessageItem): void {
    const { room, log } = this.#options;
    // A dialog gives the focus back to where it was.
    log.line(item.key)?.focus({ preventScroll: true });
    const outcome = withPart(writingPart, ({ openEmojiPicker }) => {
      if (room.isConnected) openEmojiPicker(room, (emoji) => this.#toggle(item, emoji));
      return undefined;
    });
    void Promise.resolve(outcome).then((answer) => this.#tell(answer));
  }

  #ask({ key }: MessageItem): void {
    const { room, member, log } = this.#options;
    log.line(key)?.focus({ preventScroll: true });
    openQuestion(room, messageWords.remove, () => this.#tell(trouble(member.remove(key))));
  }

  async #copy({ text }: MessageItem): Promise<void> {
    this.#told.say((await copyText(text)) ? messageWords.copied : messageWords.uncopied);
  }

  #tell(answer: string | undefined): void {
    if (answer !== undefined) this.#told.say(answer);
  }
}

function can(act: Act, { from, gone, file, state }: MessageItem): boolean {
  if (gone !== undefined) return false;
  if (act === 'copy') return file === undefined;
  if (state === 'failed') return false;
  if (act === 'edit') return from.self && file === undefined;
  return act !== 'delete' || from.self;
}
