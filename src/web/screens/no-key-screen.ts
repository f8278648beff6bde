import { formatLink, type Link } from '../../crypto/link.js';
import { repairFragment, repairLink } from '../../crypto/link-repair.js';
import { memberErrors, type MemberErrorCode } from '../../protocol/member-error.js';
import { parsed, type Parsed } from '../../protocol/parsed.js';
import { button, element, fill, foreign } from '../element.js';
import type { Screen } from '../stage.js';
import { words } from '../words.js';
import { createCard, paragraph } from './card.js';

export interface NoKeyOptions {
  /** Links to it are opened here; absent where all are. */
  readonly origin: string | undefined;
  /** `notice`: a sentence when the secret of the link has been in a request. */
  readonly open: (link: Link, notice?: string) => void;
}

/** Asks for a link. */
export function createNoKeyScreen(title: string, reason: string, { origin, open }: NoKeyOptions): Screen {
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
    const link = parsePasted(field.value, origin);
    if (!link.ok) return answer.replaceChildren(...(complain ? [paragraph(sentence(link.reason as MemberErrorCode), 'error')] : []));
    if (origin !== undefined && link.value.origin !== origin) return answer.replaceChildren(...elsewhere(link.value));
    open(link.value, link.value.exposed ? words.noKey.exposed : undefined);
  };
  field.addEventListener('input', () => decide(false));
  field.addEventListener('paste', (event) => joinLines(event, field, origin, decide));
  const form = element('form', { class: 'paste' }, field, element('button', { class: 'primary', type: 'submit' }, words.noKey.open));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    decide(true);
  });
  const label = element('label', { for: 'link' }, words.noKey.label);
  return createCard(title, paragraph(reason), label, form, answer, paragraph(words.noKey.why, 'hint'));
}

/** A field of one line drops line ends, and with them what would tell that a link was wrapped and quoted. */
function joinLines(event: ClipboardEvent, field: HTMLInputElement, origin: string | undefined, decide: (complain: boolean) => void): void {
  const text = event.clipboardData?.getData('text') ?? '';
  const link = parsePasted(text, origin);
  if (!link.ok || link.value.exposed || !/[\r\n]/u.test(text.trim())) return;
  event.preventDefault();
  field.value = formatLink(link.value.origin, link.value.secret);
  decide(false);
}

/** A whole link, or only what stands behind its # where it is known to which address that belongs. */
function parsePasted(text: string, origin: string | undefined): Parsed<Link> {
  const link = repairLink(text);
  if (link.ok || origin === undefined || text.includes('://')) return link;
  const bare = repairFragment(text);
  if (bare.ok) return parsed({ origin, secret: bare.value, exposed: false });
  return bare.reason === 'LINK_MALFORMED' ? link : bare;
}

const sentence = (code: MemberErrorCode): string => `${memberErrors[code][1]} ${memberErrors[code][2]}`;

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
