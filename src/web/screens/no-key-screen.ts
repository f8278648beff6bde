import { formatLink, type Link } from '../../crypto/link.js';
import { repairFragment, repairLink } from '../../crypto/link-repair.js';
import type { LinkErrorCode } from '../../protocol/link-error.js';
import { parsed, type Parsed } from '../../protocol/parsed.js';
import { button, element, fill, foreign } from '../element.js';
import { both } from '../error-words.js';
import type { Sentence } from '../language.js';
import type { Screen } from '../stage.js';
import { createCard, paragraph } from './card.js';
import { linkWords, pasteWords } from './paste-words.js';

export interface NoKeyOptions {
  /** Links to it are opened here; absent where all are. */
  readonly origin: string | undefined;
  /** `notice`: a sentence when the secret of the link has been in a request. */
  readonly open: (link: Link, notice?: Sentence) => void;
}

/** Why a link is asked for: none is here, in the page or in its file; another is wanted; or the one that is here does not work. */
export type NoKeyReason = 'here' | 'file' | 'other' | LinkErrorCode;

/** Asks for a link. */
export function createNoKeyScreen(why: NoKeyReason, { origin, open }: NoKeyOptions, typed = ''): Screen {
  const [title, reason] = head(why);
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
    if (!link.ok) return answer.replaceChildren(...(complain ? [paragraph(sentence(link.reason as LinkErrorCode), 'error')] : []));
    if (origin !== undefined && link.value.origin !== origin) return answer.replaceChildren(...elsewhere(link.value));
    open(link.value, link.value.exposed ? () => pasteWords.exposed : undefined);
  };
  field.addEventListener('input', () => decide(false));
  field.addEventListener('paste', (event) => joinLines(event, field, origin, decide));
  const form = element('form', { class: 'paste' }, field, element('button', { class: 'primary', type: 'submit' }, pasteWords.open));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    decide(true);
  });
  const label = element('label', { for: 'link' }, pasteWords.label);
  const card = createCard(title, paragraph(reason), label, form, answer, paragraph(pasteWords.why, 'hint'));
  field.value = typed;
  return { ...card, again: () => createNoKeyScreen(why, { origin, open }, field.value) };
}

function head(why: NoKeyReason): readonly [title: string, reason: string] {
  switch (why) {
    case 'here':
      return [pasteWords.title, pasteWords.text];
    case 'file':
      return [pasteWords.file, pasteWords.fileText];
    case 'other':
      return [pasteWords.other, pasteWords.otherText];
    default:
      return [pasteWords.unusable, sentence(why)];
  }
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

const sentence = (code: LinkErrorCode): string => both(linkWords[code]);

/** Another address is only opened by a press: what was pasted must not carry anyone away. */
function elsewhere({ origin, secret, exposed }: Link): readonly HTMLElement[] {
  const host = origin.replace(/^https?:\/\//u, '');
  const told = element('p', { class: 'text' }, ...fill(pasteWords.elsewhere, { host: foreign(host, { class: 'address' }) }));
  const go = button(
    { class: 'secondary' },
    () => location.assign(formatLink(origin, secret)),
    ...fill(pasteWords.go, { host: foreign(host) }),
  );
  return exposed ? [paragraph(pasteWords.exposed, 'error'), told, go] : [told, go];
}
