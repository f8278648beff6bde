import { button, element } from '../element.js';
import { icon } from '../icon.js';
import { isTouch } from '../pointer.js';
import { words } from '../words.js';
import { AboutField } from './about-field.js';
import { createBurnMenu } from './burn-menu.js';
import { fileWords } from './files/file-words.js';
import { LateSuggestions } from './late-suggestions.js';
import type { MemberLabels } from './member-labels.js';
import { fit, put } from './field-text.js';
import type { MessageItem } from '../../client/view-log.js';
import type { Outcome } from './outcome.js';
import type { SuggestionsOptions } from './suggestions.js';
import type { About, Written } from './written.js';

export interface ComposerOptions extends Pick<SuggestionsOptions, 'members'> {
  readonly labels: MemberLabels;
  /** Answers a sentence when the text could not be taken; then it stays in the field, as it does until a promise tells. */
  readonly submit: (written: Written) => Outcome;
  /** At each change: a message is being written. */
  readonly typing: (active: boolean) => void;
  /** What was said here last, to be written anew. */
  readonly lastOwn: () => MessageItem | undefined;
  /** Who is written to; the room when it says nothing else. */
  readonly texts?: () => { readonly label: string; readonly placeholder: string };
  readonly draft?: string;
  /** Lets somebody choose files for whom it is written to. */
  readonly attach: () => void;
}

let made = 0;

/** The prompt line. Nothing ever disables it. */
export class Composer {
  readonly element: HTMLElement;
  readonly #options: ComposerOptions;
  readonly #field: HTMLTextAreaElement;
  readonly #prompt = element('bdi', { class: 'prompt', 'aria-hidden': 'true' });
  readonly #trouble: HTMLElement;
  readonly #burn = createBurnMenu();
  readonly #about: AboutField;
  readonly #suggestions: LateSuggestions;
  readonly #attach: HTMLButtonElement;
  readonly #press: HTMLButtonElement;
  readonly #send: () => void;

  constructor(options: ComposerOptions) {
    const { submit, labels, members, draft = '' } = options;
    const id = `composer-${(made += 1)}`;
    this.#options = options;
    this.#trouble = element('p', { id: `${id}-trouble`, class: 'error', role: 'alert' });
    this.#field = messageField(this.#trouble.id);
    this.#about = new AboutField(this.#field, labels);
    this.#send = sendOnce(
      this.#field,
      // The second press of two, or of Enter: the first has sent it.
      (text) => (this.#about.isEmpty ? undefined : submit(writtenIn(text, this.#about.now, this.#burn.seconds))),
      (text, answer) => this.#done(text, answer),
    );
    this.#attach = button({ class: 'attach' }, options.attach, icon('attach'));
    this.#press = sendButton(this.#send);
    this.#suggestions = new LateSuggestions({ field: this.#field, id, members });
    this.#label();
    put(this.#field, draft);
    this.#field.addEventListener('input', () => this.#typed());
    this.#field.addEventListener('keydown', (event) => this.#keyed(event));
    // A turned phone, or larger letters, break its lines elsewhere.
    new ResizeObserver(() => requestAnimationFrame(() => fit(this.#field))).observe(this.#field);
    const angle = element('span', { class: 'angle', 'aria-hidden': 'true' }, '>');
    const prompt = element('div', {}, this.#prompt, angle, this.#field);
    const presses = element('div', {}, this.#attach, this.#burn.element, this.#press);
    const line = element('div', { class: 'prompt-line' }, prompt, presses);
    this.element = element('div', { class: 'composer' }, this.#about.bar, this.#trouble, line, this.#suggestions.element);
  }

  /** What is begun, and no change of what was said. */
  get draft(): string {
    return this.#about.begun;
  }

  prompt(name: string): void {
    this.#prompt.textContent = name;
  }

  focus(): void {
    this.#field.focus();
  }

  /** Answers a message, or writes one anew; `undefined`: neither. */
  about(about: About | undefined): void {
    this.#trouble.textContent = '';
    this.#about.begin(about);
  }

  /** The language has changed; what is being written, and sent, is the same. */
  relabel(): void {
    this.#label();
    this.#burn.relabel();
    this.#about.show();
    this.#trouble.textContent = '';
  }

  /** What was being written goes too. */
  dispose(): void {
    this.#field.value = '';
  }

  #label(): void {
    const { label, placeholder } = (this.#options.texts ?? roomTexts)();
    this.#field.setAttribute('aria-label', label);
    this.#field.placeholder = placeholder;
    this.#press.setAttribute('aria-label', words.composer.send);
    this.#attach.setAttribute('aria-label', fileWords.attach);
    this.#attach.title = fileWords.attach;
  }

  #typed(): void {
    const { value } = this.#field;
    fit(this.#field);
    this.#trouble.textContent = '';
    this.#options.typing(value.trim() !== '' && !isCommand(value));
  }

  #done(text: string, answer = ''): void {
    // Something else may stand there by now.
    if (this.#field.value !== text) return;
    this.#trouble.textContent = answer;
    if (answer !== '') return;
    this.#field.value = '';
    this.#suggestions.close();
    this.#about.end();
    fit(this.#field);
    this.#options.typing(false);
  }

  #keyed(event: KeyboardEvent): void {
    if (this.#suggestions.keyed(event)) return event.preventDefault();
    if (isSend(event)) {
      event.preventDefault();
      return this.#send();
    }
    if (event.key === 'Escape' && this.#about.now !== undefined) {
      event.preventDefault();
      return this.about(undefined);
    }
    const item = event.key === 'ArrowUp' && this.#about.isEmpty && !event.isComposing ? this.#options.lastOwn() : undefined;
    if (item === undefined) return;
    event.preventDefault();
    this.about({ kind: 'edit', item });
  }
}

const roomTexts = (): { readonly label: string; readonly placeholder: string } => words.composer;

const writtenIn = (text: string, about: About | undefined, burn: number | undefined): Written => ({
  text,
  ...(about === undefined ? {} : { about }),
  ...(burn === undefined ? {} : { burn }),
});

/** Sends what stands in the field, and not again while its answer is awaited. */
function sendOnce(
  field: HTMLTextAreaElement,
  submit: (text: string) => Outcome,
  done: (text: string, answer?: string) => void,
): () => void {
  let waiting: string | undefined;
  const finish = async (text: string, outcome: Promise<string | undefined>): Promise<void> => {
    const answer = await outcome;
    waiting = undefined;
    done(text, answer);
  };
  return () => {
    const text = field.value;
    if (text === waiting) return;
    const outcome = submit(text);
    if (!(outcome instanceof Promise)) return done(text, outcome);
    waiting = text;
    void finish(text, outcome);
  };
}

function messageField(trouble: string): HTMLTextAreaElement {
  return element('textarea', {
    rows: '1',
    'aria-describedby': trouble,
    autocomplete: 'off',
    dir: 'auto',
    enterkeyhint: isTouch() ? 'enter' : 'send',
  });
}

/** Key 229 and isComposing: an input method is still choosing characters, and its Enter is not ours. */
const isSend = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' &&
  !event.shiftKey &&
  !event.isComposing &&
  event.keyCode !== 229 &&
  !(isTouch() && !event.ctrlKey && !event.metaKey);

const isCommand = (text: string): boolean => text.startsWith('/') && !text.startsWith('//');

/** The field keeps the focus, and a phone its keyboard. */
function sendButton(send: () => void): HTMLButtonElement {
  const node = button({ class: 'send' }, send, icon('send'));
  node.addEventListener('pointerdown', (event) => event.preventDefault());
  return node;
}
