import { complete, type Completion, type CompletionOption } from '../../client/text/completion.js';
import type { ViewMember } from '../../client/view.js';
import { element, foreign, setText } from '../element.js';
import { counted } from '../language.js';
import { messageWords } from './message-words.js';

export interface SuggestionsOptions {
  readonly field: HTMLTextAreaElement;
  /** Of the composer: no other element has it. */
  readonly id: string;
  readonly members: () => readonly ViewMember[];
}

/**
 * What the word before the caret can become, to choose from. The field stays a text field of several lines, which no combobox may be (ARIA
 * 1.2): it has a list, and says how many there are.
 */
export class Suggestions {
  readonly nodes: readonly HTMLElement[];
  readonly #options: SuggestionsOptions;
  readonly #list: HTMLElement;
  readonly #status = element('span', { class: 'unseen', role: 'status' });
  #now: Completion | undefined;
  #chosen = 0;

  constructor(options: SuggestionsOptions) {
    this.#options = options;
    const { field, id } = options;
    // It scrolls, so it can have the focus; Tab never gets there: before that it takes what is chosen.
    this.#list = element('ul', { id: `${id}-list`, class: 'suggestions', role: 'listbox', tabindex: '0', hidden: '' });
    this.nodes = [this.#list, this.#status];
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-controls', `${id}-list`);
    field.addEventListener('input', () => this.look());
    field.addEventListener('blur', () => this.close());
    // Moved by hand, the caret stands in another word.
    field.addEventListener('click', () => this.close());
    // The field keeps the focus, and a phone its keyboard.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#list.addEventListener('click', (event) => this.#pressed(event));
  }

  /** True: the key was for the list. */
  keyed(event: KeyboardEvent): boolean {
    const { options } = this.#now ?? {};
    if (options === undefined || event.isComposing || event.shiftKey) return false;
    switch (event.key) {
      case 'ArrowDown':
        this.#choose((this.#chosen + 1) % options.length);
        return true;
      case 'ArrowUp':
        this.#choose((this.#chosen + options.length - 1) % options.length);
        return true;
      case 'Tab':
        this.#take(options[this.#chosen]);
        return true;
      case 'Enter':
        return this.#entered(options[this.#chosen]);
      case 'Escape':
        this.close();
        return true;
      default:
        return false;
    }
  }

  /** What stands there whole is sent by Enter, not completed once more. */
  #entered(option: CompletionOption | undefined): boolean {
    const { field } = this.#options;
    const typed = field.value.slice(this.#now?.from, this.#now?.to);
    if (option === undefined || option.text.trim() === typed.trim()) {
      this.close();
      return false;
    }
    this.#take(option);
    return true;
  }

  look(): void {
    const { field, members } = this.#options;
    const isCaret = field.selectionStart === field.selectionEnd;
    const found = isCaret ? complete(field.value, field.selectionStart, members()) : undefined;
    if (found === undefined) this.close();
    else this.#open(found);
  }

  #open(found: Completion): void {
    const { field, id } = this.#options;
    this.#now = found;
    const rows = found.options.map(({ label }, at) =>
      element('li', { id: `${id}-option-${at}`, role: 'option', 'data-at': String(at) }, foreign(label)),
    );
    this.#list.setAttribute('aria-label', messageWords.suggestions.label);
    this.#list.replaceChildren(...rows);
    this.#list.hidden = false;
    field.setAttribute('aria-haspopup', 'listbox');
    setText(this.#status, counted(messageWords.suggestions.count, rows.length));
    this.#choose(0);
  }

  close(): void {
    if (this.#now === undefined) return;
    this.#now = undefined;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#status.textContent = '';
    this.#options.field.removeAttribute('aria-activedescendant');
  }

  #choose(at: number): void {
    this.#chosen = at;
    for (const [place, row] of [...this.#list.children].entries()) row.setAttribute('aria-selected', String(place === at));
    this.#list.children[at]?.scrollIntoView({ block: 'nearest' });
    this.#options.field.setAttribute('aria-activedescendant', `${this.#options.id}-option-${at}`);
  }

  #pressed({ target }: MouseEvent): void {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-at]') : null;
    if (row !== null) this.#take(this.#now?.options[Number(row.dataset['at'])]);
  }

  #take(option: CompletionOption | undefined): void {
    const { field } = this.#options;
    const { from, to } = this.#now ?? { from: 0, to: 0 };
    this.close();
    if (option === undefined) return;
    field.setRangeText(option.text, from, to, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  }
}

export const createSuggestions = (options: SuggestionsOptions): Suggestions => new Suggestions(options);
