import { formatFragment, formatLink, parseFragment, parseLink, type Link } from '../../crypto/link.js';
import { errors, type ErrorCode } from '../../protocol/error-code.js';
import { parsed, type Parsed } from '../../protocol/parsed.js';
import { button, element, fill, foreign } from '../element.js';
import type { Screen } from '../stage.js';
import { words } from '../words.js';
import { createCard, paragraph } from './card.js';

/** `open` gets the fragment of a link to this same address, and a sentence when its secret has been in a request. */
export function createNoKeyScreen(title: string, reason: string, open: (fragment: string, notice?: string) => void): Screen {
  const field = element('input', {
    id: 'link',
    type: 'text',
    inputmode: 'url',
    autocomplete: 'off',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    dir: 'ltr',
    placeholder: 'https://…/#…',
    'aria-describedby': 'link-answer',
  });
  const answer = element('div', { id: 'link-answer', class: 'answer', role: 'status' });
  const decide = (complain: boolean): void => {
    const link = parsePasted(field.value, location.origin);
    if (!link.ok) return answer.replaceChildren(...(complain ? [paragraph(sentence(link.reason as ErrorCode), 'error')] : []));
    if (link.value.origin !== location.origin) return answer.replaceChildren(...elsewhere(link.value));
    const { secret, exposed } = link.value;
    open(formatFragment(secret), exposed ? words.noKey.exposed : undefined);
  };
  field.addEventListener('input', () => decide(false));
  const form = element('form', { class: 'paste' }, field, element('button', { class: 'primary', type: 'submit' }, words.noKey.open));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    decide(true);
  });
  const label = element('label', { for: 'link' }, words.noKey.label);
  return createCard(title, paragraph(reason), label, form, answer, paragraph(words.noKey.why, 'hint'));
}

/** A whole link, or only what stands behind its #. */
function parsePasted(text: string, origin: string): Parsed<Link> {
  if (text.includes('://')) return parseLink(text);
  const bare = parseFragment(text.trim().replace(/^#/u, ''));
  return bare.ok ? parsed({ origin, secret: bare.value, exposed: false }) : bare;
}

const sentence = (code: ErrorCode): string => `${errors[code][1]} ${errors[code][2]}`;

/** Another address is only opened by a press: what was pasted must not carry anyone away. */
function elsewhere({ origin, secret, exposed }: Link): readonly HTMLElement[] {
  const host = origin.replace(/^https?:\/\//u, '');
  const told = element('p', { class: 'text' }, ...fill(words.noKey.elsewhere, { host: foreign(host, { class: 'address' }) }));
  const go = button(
    { class: 'secondary' },
    () => location.assign(formatLink(origin, secret)),
    ...fill(words.noKey.go, { host: foreign(host) }),
  );
  return exposed ? [paragraph(words.noKey.exposed, 'error'), told, go] : [told, go];
}
