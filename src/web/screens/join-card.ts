import type { Mode } from '../../protocol/mode.js';
import { parseNick } from '../../protocol/nick.js';
import { button, element } from '../element.js';
import { icon } from '../icon.js';
import { isTouch } from '../pointer.js';
import type { Screen } from '../stage.js';
import { words } from '../words.js';
import { createCard, paragraph } from './card.js';

export interface JoinCard extends Screen {
  /** The relay has been asked; nothing can be changed until it answers or the person cancels. */
  entering(cancel: () => void): void;
}

export interface JoinCardOptions {
  readonly mode: Mode;
  /** Whether the link names a host, or is to make the room. */
  readonly kind: 'hosted' | 'hostless' | 'new';
  readonly nick: string;
  readonly another: () => string;
  readonly join: (nick: string) => void;
  /** A sentence above everything: why one stands here again. */
  readonly notice?: string;
}

/** Nothing is sent before the press on Join: the preview of a link in some app is no visitor. */
export function createJoinCard(options: JoinCardOptions): JoinCard {
  const field = nickField(options.nick);
  const error = element('p', { id: 'nick-error', class: 'error', role: 'alert' });
  const state = element('div', { class: 'answer', role: 'status' });
  const check = (): string | undefined => {
    const nick = parseNick(field.value.normalize('NFC'));
    error.textContent = nick.ok ? '' : nick.reason;
    field.setAttribute('aria-invalid', String(!nick.ok));
    return nick.ok ? nick.value : undefined;
  };
  const isNew = options.kind === 'new';
  const form = joinForm(field, options.another, check, isNew ? words.card.makeButton : words.card.join);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const nick = check();
    if (nick === undefined) field.focus();
    else options.join(nick);
  });
  const notice = options.notice === undefined ? [] : [paragraph(options.notice, 'notice')];
  const about = isNew ? [paragraph(words.card.make)] : [];
  const title = isNew ? words.card.makeTitle : words.card.title;
  const card = createCard(title, ...notice, ...about, form, error, state, facts(options.mode, options.kind === 'hosted'));
  return {
    element: card.element,
    shown() {
      card.shown?.();
      if (!isTouch()) field.select();
    },
    entering(cancel) {
      form.hidden = true;
      state.replaceChildren(paragraph(words.card.joining, 'joining'), button({ class: 'secondary' }, cancel, words.card.cancel));
    },
  };
}

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

function joinForm(field: HTMLInputElement, another: () => string, check: () => void, join: string): HTMLFormElement {
  const roll = button(
    { class: 'icon-button', 'aria-label': words.card.another, title: words.card.another },
    () => {
      field.value = another();
      check();
    },
    icon('again'),
  );
  field.addEventListener('input', check);
  const label = element('label', { for: 'nick' }, words.card.nick);
  const row = element('div', { class: 'nick-row' }, field, roll);
  return element('form', { class: 'join' }, label, row, element('button', { class: 'primary', type: 'submit' }, join));
}

/** What is true in this mode; before it the permanent label of the modes that need one. */
function facts(mode: Mode, hosted: boolean): HTMLElement {
  const relays = hosted ? words.card.relays : words.card.relaysBlind;
  const passes = { mls: [words.trust.sealed, relays], 'shared-key': [relays], none: [] }[mode];
  const lines = [...passes, hosted ? words.card.ends : words.card.endsBlind, words.card.nothingStays];
  return element('ul', { class: 'facts' }, ...labelOf(mode), ...lines.map((line) => element('li', {}, line)));
}

function labelOf(mode: Mode): readonly HTMLElement[] {
  const { shared, clear } = words.trust.label;
  return mode === 'mls' ? [] : [element('li', { class: 'label' }, upperFirst(mode === 'none' ? clear : shared))];
}

const upperFirst = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
