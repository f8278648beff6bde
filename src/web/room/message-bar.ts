import { button, element } from '../element.js';
import { isTouch } from '../pointer.js';
import { messageIcon } from './message-icon.js';
import { messageWords } from './message-words.js';
import type { MessageItem } from '../../client/view-log.js';

/** What can be done with a message, in the order of the buttons. */
const ACTS = ['reply', 'react', 'edit', 'delete', 'copy'] as const;
export type Act = (typeof ACTS)[number];

/** The bar reaches so far over its message that a pointer finds the way. A finger that taps there again would press what is in it. */
const overPx = (): number => (isTouch() ? 0 : 6);

export interface MessageBarOptions {
  /** What holds the log. */
  readonly box: HTMLElement;
  readonly can: (act: Act, item: MessageItem) => boolean;
  readonly act: (act: Act, item: MessageItem) => void;
}

/**
 * The buttons for one message of a log: those on which the pointer, the focus or a finger is. They stand beside the log, not in it: there
 * they would be read as something new.
 */
export class MessageBar {
  readonly #options: MessageBarOptions;
  readonly #node = element('div', { class: 'message-bar', role: 'toolbar' });
  #item: MessageItem | undefined;
  #line: HTMLElement | undefined;

  constructor(options: MessageBarOptions) {
    this.#options = options;
    this.#node.addEventListener('keydown', (event) => this.#keyed(event));
    // A finger that presses a button leaves the keyboard of a phone where it is.
    this.#node.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  get key(): number | undefined {
    return this.#item?.key;
  }

  has(node: Node | null): boolean {
    return this.#node.contains(node);
  }

  get isFocused(): boolean {
    return this.has(document.activeElement);
  }

  show(item: MessageItem, line: HTMLElement): void {
    if (this.#item?.key === item.key && this.#item.rev === item.rev && this.#node.isConnected) return;
    if (this.isFocused) return;
    this.#line?.classList.remove('acted-on');
    const acts = ACTS.filter((act) => this.#options.can(act, item));
    if (acts.length === 0) return this.hide();
    this.#item = item;
    this.#line = line;
    line.classList.add('acted-on');
    this.#node.setAttribute('aria-label', messageWords.actions.label);
    const number = element('span', { class: 'number' }, messageWords.actions.number.replace('{no}', String(item.no)));
    this.#node.replaceChildren(number, ...acts.map((act, at) => this.#button(act, item, at === 0)));
    this.#options.box.append(this.#node);
    this.follow();
  }

  /** Its message has moved. Out of sight it needs no bar. */
  follow(): void {
    if (this.#line === undefined) return;
    const box = this.#options.box.getBoundingClientRect();
    const { top, bottom } = this.#line.getBoundingClientRect();
    if (!this.#line.isConnected || bottom < box.top || top > box.bottom) return this.isFocused ? undefined : this.hide();
    this.#place(box, top, bottom);
  }

  hide(): void {
    this.#line?.classList.remove('acted-on');
    this.#item = undefined;
    this.#line = undefined;
    this.#node.remove();
  }

  focus(): void {
    this.#buttons[0]?.focus();
  }

  get #buttons(): readonly HTMLElement[] {
    return [...this.#node.querySelectorAll('button')];
  }

  #button(act: Act, item: MessageItem, first: boolean): HTMLElement {
    const label = messageWords.actions[act];
    const attributes = { class: 'icon-button', 'aria-label': label, title: label, tabindex: first ? '0' : '-1' };
    return button(attributes, () => this.#options.act(act, item), messageIcon(act));
  }

  /** Above its message, or below where there is no place. */
  #place(box: DOMRect, top: number, bottom: number): void {
    const height = this.#node.offsetHeight;
    const above = top - box.top - height + overPx();
    const below = Math.min(bottom - box.top - overPx(), box.height - height);
    this.#node.style.top = `${Math.round(above >= 0 ? above : Math.max(0, below))}px`;
  }

  /** One stop for Tab; arrows go from button to button. */
  #keyed(event: KeyboardEvent): void {
    const buttons = this.#buttons;
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const forward = getComputedStyle(this.#node).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    const to = { [forward]: at + 1, [back]: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === 'Escape') this.#line?.focus();
    else if (to === undefined) return;
    else buttons.at(to % buttons.length)?.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}
