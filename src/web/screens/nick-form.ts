import { button, element, fill, foreign } from '../element.js';
import { icon } from '../icon.js';
import { nickTrouble } from '../nick-words.js';
import { words } from '../words.js';
import { joinWords } from './join-words.js';

export interface NickForm {
  readonly element: HTMLFormElement;
  readonly field: HTMLInputElement;
}

export interface NickFormOptions {
  readonly nick: string;
  readonly another: () => string;
  /** What the press makes; absent, it says as whom one comes in. */
  readonly makes: string | undefined;
  /** With a nick that can be used. */
  readonly submit: (nick: string) => void;
}

/** A nick that is ready, and the press that needs no more than that. */
export function createNickForm({ nick: ready, another, makes, submit }: NickFormOptions): NickForm {
  const field = nickField(ready);
  const error = element('p', { id: 'nick-error', class: 'error', role: 'alert' });
  const press = element('button', { class: 'primary', type: 'submit' });
  const check = (): string | undefined => {
    const nick = field.value.normalize('NFC');
    const trouble = nickTrouble(nick);
    error.textContent = trouble ?? '';
    field.setAttribute('aria-invalid', String(trouble !== undefined));
    const usable = trouble === undefined ? nick : undefined;
    press.replaceChildren(...(makes === undefined ? joinLabel(usable) : [makes]));
    return usable;
  };
  const roll = (): void => {
    field.value = another();
    check();
  };
  const other = button({ class: 'icon-button', 'aria-label': words.card.another, title: words.card.another }, roll, icon('again'));
  const row = element('div', { class: 'nick-row' }, field, other);
  const form = element('form', { class: 'join' }, element('label', { for: 'nick' }, words.card.nick), row, error, press);
  field.addEventListener('input', check);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const nick = check();
    if (nick === undefined) field.focus();
    else submit(nick);
  });
  check();
  return { element: form, field };
}

/** What a press does, with the name that the others will see. */
const joinLabel = (nick: string | undefined): readonly (Node | string)[] =>
  nick === undefined ? [words.card.join] : fill(joinWords.join, { nick: foreign(nick) });

function nickField(nick: string): HTMLInputElement {
  const field = element('input', {
    id: 'nick',
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    enterkeyhint: 'go',
    dir: 'auto',
    'aria-describedby': 'nick-error',
  });
  field.value = nick;
  return field;
}
