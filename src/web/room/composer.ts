import { button, element } from '../element.js';
import { icon } from '../icon.js';
import { isTouch } from '../pointer.js';
import { words } from '../words.js';

export interface ComposerOptions {
  /** Answers a sentence when the text could not be taken; then it stays in the field. */
  readonly submit: (text: string) => string | undefined;
  /** At each change: a message is being written. */
  readonly typing: (active: boolean) => void;
}

export interface Composer {
  readonly element: HTMLElement;
  prompt(nick: string): void;
  focus(): void;
  /** What was being written goes too. */
  dispose(): void;
}

/** The prompt line. Nothing ever disables it. */
export function createComposer({ submit, typing }: ComposerOptions): Composer {
  const field = messageField();
  const prompt = element('bdi', { class: 'prompt', 'aria-hidden': 'true' });
  const trouble = element('p', { id: 'trouble', class: 'error', role: 'alert' });
  const send = (): void => {
    trouble.textContent = submit(field.value) ?? '';
    if (trouble.textContent !== '') return;
    field.value = '';
    fit(field);
    typing(false);
  };
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
  const sendButton = button({ class: 'send', 'aria-label': words.composer.send }, send, icon('send'));
  // The field keeps the focus, and a phone its keyboard.
  sendButton.addEventListener('pointerdown', (event) => event.preventDefault());
  const line = element(
    'div',
    { class: 'prompt-line' },
    prompt,
    element('span', { class: 'angle', 'aria-hidden': 'true' }, '>'),
    field,
    sendButton,
  );
  return {
    element: element('div', { class: 'composer' }, trouble, line),
    prompt: (nick) => (prompt.textContent = nick),
    focus: () => field.focus(),
    dispose: () => (field.value = ''),
  };
}

function messageField(): HTMLTextAreaElement {
  return element('textarea', {
    rows: '1',
    'aria-label': words.composer.label,
    'aria-describedby': 'trouble',
    placeholder: words.composer.placeholder,
    autocomplete: 'off',
    dir: 'auto',
    enterkeyhint: isTouch() ? 'enter' : 'send',
  });
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
