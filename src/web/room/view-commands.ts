import { addresseeOf } from '../../client/addressee.js';
import { parseChoice } from '../../client/command-args.js';
import { exportFormats } from '../../client/export/export-view.js';
import { noticeLevels } from '../../client/notice.js';
import { element, fill } from '../element.js';
import { sentenceOf } from '../error-words.js';
import { words } from '../words.js';
import { heedWords } from './heed-words.js';
import { trouble } from './outcome.js';
import { preferences } from './preferences.js';
import type { TypedLineOptions } from './typed-line-options.js';

type Heeding = Pick<TypedLineOptions, 'member' | 'log' | 'labels'>;

/** What changes, or keeps, nothing but one's own view. */
export function runViewCommand(name: 'mute' | 'ignore' | 'notify' | 'export', rest: string, options: TypedLineOptions): string | undefined {
  if (name === 'export') return keep(rest, options);
  return name === 'notify' ? notify(rest, options) : heed(name, rest, options);
}

/** Nothing is saved before the dialog has said what that means. */
function keep(rest: string, { openExport }: TypedLineOptions): string | undefined {
  const format = rest === '' ? undefined : parseChoice(rest, exportFormats);
  if (format?.ok === false) return trouble(format);
  openExport(format?.value);
  return undefined;
}

/** `/mute NICK` and `/ignore NICK`: typed again, they take it back. */
function heed(kind: 'mute' | 'ignore', rest: string, options: Heeding): string | undefined {
  const { member, log, labels } = options;
  const addressed = addresseeOf(rest, member.view.members);
  if (!addressed.ok) return trouble(addressed);
  if (addressed.value.text !== '') return sentenceOf('MEMBER_UNKNOWN');
  const { to } = addressed.value;
  const on = (kind === 'mute' ? to.muted : to.ignored) !== true;
  member[kind](to.id, on);
  log.note(() => note(...fill(sentence(kind, on), { who: labels.nick(to) })));
  return undefined;
}

function sentence(kind: 'mute' | 'ignore', on: boolean): string {
  if (kind === 'mute') return on ? heedWords.muted : heedWords.unmuted;
  return on ? heedWords.ignored : heedWords.heeded;
}

/** `/notify on|off|mentions`; alone it tells what is chosen. */
function notify(rest: string, { log }: Pick<Heeding, 'log'>): string | undefined {
  const level = rest === '' ? undefined : parseChoice(rest, noticeLevels);
  if (level?.ok === false) return trouble(level);
  if (level !== undefined) preferences.calls = level.value;
  const { calls } = preferences;
  const isSilent = (): boolean => calls !== 'off' && preferences.sound === undefined && !preferences.desktop;
  log.note(() => note(heedWords.calls[calls], ...(isSilent() ? [words.between, heedWords.how] : [])));
  return undefined;
}

const note = (...children: readonly (Node | string)[]): HTMLElement => element('div', { class: 'note' }, ...children);
