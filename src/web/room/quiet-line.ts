import type { ViewItem } from '../../client/view.js';
import type { Why } from '../../client/why.js';
import type { HistoryEntry } from '../../protocol/history-body.js';
import type { MemberErrorCode } from '../../protocol/member-error.js';
import { assertNever } from '../../protocol/parsed.js';
import { element, fill, foreign } from '../element.js';
import { errorWords } from '../error-words.js';
import { counted } from '../language.js';
import { localTime, span } from '../local-time.js';
import { words } from '../words.js';
import type { MemberLabels } from './member-labels.js';
import { whyNodes } from './why-words.js';

type Quiet = Exclude<ViewItem, { readonly type: 'message' }>;

/** One line of the log that nobody said. */
export function createQuietLine(item: Quiet, labels: MemberLabels): HTMLElement {
  const loud =
    item.type === 'warning' || item.type === 'missing' || item.type === 'absent' || item.type === 'member-anew' || 'unannounced' in item;
  const text = element('span', { class: 'line-text' }, ...sentence(item, labels));
  const sign = element('span', { class: 'sign', 'aria-hidden': 'true' }, signOf(item.type));
  return element('div', { class: loud ? 'line line-loud' : 'line' }, sign, text, localTime(item.at));
}

function signOf(type: Quiet['type']): string {
  if (type === 'member-joined' || type === 'member-back') return '+';
  if (type === 'member-left' || type === 'member-away' || type === 'member-removed') return '-';
  return type === 'warning' || type === 'missing' || type === 'absent' || type === 'history' || type === 'member-anew' ? '!' : '*';
}

function sentence(item: Quiet, labels: MemberLabels): readonly (Node | string)[] {
  switch (item.type) {
    case 'member-joined':
    case 'member-left':
    case 'member-away':
    case 'member-back':
    case 'member-verified':
    case 'member-unverified':
    case 'member-anew':
      return fill(words.line[item.type], { who: labels.nick(item.member) });
    case 'member-removed':
      return fill(words.line[item.unannounced ? 'ousted' : 'removed'], { who: labels.nick(item.member), by: labels.nick(item.by) });
    case 'member-renamed':
      return fill(words.line.renamed, { before: foreign(item.before), who: labels.nick(item.member) });
    case 'link-changed':
      return [words.line.linkChanged];
    case 'topic':
      return fill(words.line.topic, { topic: foreign(item.text) });
    case 'history':
      return [words.line.history, ...item.entries.map(copied)];
    case 'missing':
      return fill(counted(words.line.missing, item.count), { who: labels.nick(item.member) });
    case 'absent':
      return fill(words.line.absent, { span: span(item.ms) });
    case 'warning':
      return warning(item.code, item.why);
    default:
      return assertNever(item);
  }
}

/** Looks like no message, for it is none: the host says that it was one. */
const copied = ({ nick, text }: HistoryEntry): HTMLElement =>
  element('div', { class: 'copied' }, foreign(nick), ': ', element('span', { class: 'copied-text' }, foreign(text)));

function warning(code: MemberErrorCode, why: Why | undefined): readonly (Node | string)[] {
  const { text, hint } = errorWords[code];
  const because = why === undefined ? undefined : whyNodes(why);
  const said = because === undefined ? [text] : fill(words.line.because, { text: text.slice(0, -1), why: element('span', {}, ...because) });
  return [...said, words.between, element('span', { class: 'dim' }, hint)];
}
