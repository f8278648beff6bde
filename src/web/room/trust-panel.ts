import type { Member } from '../../client/member-api.js';
import { codeOrigin, isAuthentic } from '../authentic.js';
import { element } from '../element.js';
import { trustFacts, type Fact, type PageOrigin } from './trust-facts.js';
import { trustWords } from './trust-words.js';

export interface TrustPanel {
  readonly element: HTMLElement;
  /** It is not drawn any more. */
  stop(): void;
}

/** Who can see what, as it is now and as it becomes. A screen reader hears what changes, and no more than that. */
export function createTrustPanel(member: Member): TrustPanel {
  const page: PageOrigin = { authentic: isAuthentic(), from: codeOrigin() };
  const list = element('dl', { class: 'trust-facts', 'aria-live': 'polite' });
  const rows = trustFacts(member.view, page).map(({ about }) => {
    const row = element('div', { 'data-about': about }, element('dt', {}, trustWords.about[about]), element('dd'));
    list.append(row);
    return row;
  });
  const draw = (): void => trustFacts(member.view, page).forEach((fact, index) => say(rows[index], fact));
  draw();
  return { element: list, stop: member.on(draw) };
}

/** What has not changed stays as it is: it would be read aloud again. */
function say(row: HTMLElement | undefined, { says, warns }: Fact): void {
  const place = row?.lastElementChild;
  const text = says.join(' ');
  if (row === undefined || place === undefined || place === null) return;
  row.hidden = text === '';
  if (place.textContent === text) return;
  place.textContent = text;
  row.dataset['warns'] = String(warns);
}
