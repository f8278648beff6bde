import { button, element } from '../element.js';
import { icon } from '../icon.js';
import { isTouch } from '../pointer.js';
import { words } from '../words.js';
import type { Outcome } from './outcome.js';

export interface ComposerOptions {
  /** Answers a sentence when the text could not be taken; then it stays in the field, as it does until a promise tells. */
  readonly submit: (text: string) => Outcome;
  /** At each change: a message is being written. */
  readonly typing: (active: boolean) => void;
}

export interface Composer {
  readonly element: HTMLElement;
  prompt(nick: string): void;
  focus(): void;
  /** The language has changed; what is being written, and sent, is the same. */
  relabel(): void;
  /** What was being written goes too. */
  dispose(): void;
}

/** The prompt line. Nothing ever disables it. */
export function createComposer({ submit, typing }: ComposerOptions): Composer {
  const field = messageField();
  const prompt = element('bdi', { class: 'prompt', 'aria-hidden': 'true' });
  const trouble = element('p', { id: 'trouble', class: 'error', role: 'alert' });
  const done = (text: string, answer = ''): void => {
    // Something else may stand there by now.
    if (field.value !== text) return;
    trouble.textContent = answer;
    if (answer !== '') return;
    field.value = '';
    fit(field);
    typing(false);
  };
  const send = sendOnce(field, submit, done);
  const press = sendButton(send);
  label(field, press);
  field.addEventListener('input', () => {
    fit(field);
    trouble.textContent = '';
    typing(field.value.trim() !== '' && !isCommand(field.value));
  });
  field.addEventListener('keydown', (event) => {
    if (!isSend(event)) return;
    event.preventDefault();
    send();
  });
  const angle = element('span', { class: 'angle', 'aria-hidden': 'true' }, '>');
  const line = element('div', { class: 'prompt-line' }, prompt, angle, field, press);
  return {
    element: element('div', { class: 'composer' }, trouble, line),
    prompt: (nick) => (prompt.textContent = nick),
    focus: () => field.focus(),
    relabel() {
      label(field, press);
      trouble.textContent = '';
    },
    dispose: () => (field.value = ''),
  };
}

/** Sends what stands in the field, and not again while its answer is awaited. */
function sendOnce(
  field: HTMLTextAreaElement,
  submit: ComposerOptions['submit'],
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

function messageField(): HTMLTextAreaElement {
  return element('textarea', {
    rows: '1',
    'aria-describedby': 'trouble',
    autocomplete: 'off',
    dir: 'auto',
    enterkeyhint: isTouch() ? 'enter' : 'send',
  });
}

function label(field: HTMLTextAreaElement, press: HTMLButtonElement): void {
  field.setAttribute('aria-label', words.composer.label);
  field.placeholder = words.composer.placeholder;
  press.setAttribute('aria-label', words.composer.send);
}

/** Grows with what is written; the stylesheet sets the most. */
function fit(field: HTMLTextAreaElement): void {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
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
  const made = button({ class: 'send' }, send, icon('send'));
  made.addEventListener('pointerdown', (event) => event.preventDefault());
  return made;
}
