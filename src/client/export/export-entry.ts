import { assertNever } from '../../protocol/parsed.js';
import type { View, ViewItem, ViewMember } from '../view.js';
import type { MessageItem } from '../view-log.js';
import type { ExportWords } from './export-words.js';

/** How text from outside is written into a line of ours, so that it can neither end it nor look like it. */
export interface ExportStyle {
  readonly words: ExportWords;
  /** A name. */
  readonly person: (shown: string) => string;
  /** Anything else. */
  readonly foreign: (text: string) => string;
}

/** Something that is written: a line of ours, or what somebody said, with what is to be told about it. */
export type ExportEntry = { readonly at: number } & (
  | { readonly type: 'line'; readonly text: string }
  | {
      readonly type: 'said';
      readonly no?: number;
      readonly by: string;
      readonly style: 'said' | 'me';
      readonly marks: readonly string[];
      /** As it was written. */
      readonly text: string;
    }
);

/** Everything that is still in the view, and is not to disappear by the will of whoever wrote it. */
export const exported = ({ items }: View): readonly ViewItem[] => items.filter((item) => !isLeftOut(item) && !isGone(item));

/** How many messages whoever wrote them wants to disappear. */
export const leftOut = ({ items }: View): number => items.filter((item) => isLeftOut(item) && !isGone(item)).length;

const isGone = (item: ViewItem): boolean => item.type === 'message' && item.gone !== undefined;
const isLeftOut = (item: ViewItem): boolean => item.type === 'message' && item.burn !== undefined;

/** What is written, in the order of the view; each message of the host's copy is an entry of its own. */
export function exportEntries(view: View, style: ExportStyle): readonly ExportEntry[] {
  const items = exported(view);
  const numbers = new Map(items.map((item) => [item.key, item.type === 'message' ? item.no : undefined]));
  return items.flatMap((item): readonly ExportEntry[] => {
    if (item.type === 'message') return [message(item, style, numbers)];
    if (item.type !== 'history') return [{ at: item.at, type: 'line', text: lineOf(item, style) }];
    return item.entries.map(({ at, nick, style: how, text }) => ({
      at,
      type: 'said',
      by: style.person(nick),
      style: how,
      marks: [style.words.before],
      text,
    }));
  });
}

/** `{name}` becomes the value of that name. What is put in is not read again. */
export const filled = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replaceAll(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? ''));

function message(item: MessageItem, style: ExportStyle, numbers: ReadonlyMap<number, number | undefined>): ExportEntry {
  const { words, person, foreign } = style;
  const answered = item.quote?.key === undefined ? undefined : numbers.get(item.quote.key);
  const marks = [
    item.private === undefined ? '' : filled(words.private, { who: person(item.private.with.shown) }),
    item.replyTo === undefined ? '' : answered === undefined ? words.answersOther : filled(words.answers, { no: answered }),
    item.file === undefined ? '' : filled(words.file, { file: foreign(item.file.name), bytes: item.file.bytes }),
    item.edited === true ? words.edited : '',
    item.state === 'sent' ? '' : words.unsent,
    ...(item.reactions ?? []).map(
      ({ emoji, by }) => `${/^\p{EComp}/u.test(emoji) ? foreign(emoji) : emoji} ${by.map(({ shown }) => person(shown)).join(', ')}`,
    ),
  ].filter((mark) => mark !== '');
  return { at: item.at, type: 'said', no: item.no, by: person(item.from.shown), style: item.style, marks, text: item.text };
}

function lineOf(item: Exclude<ViewItem, { readonly type: 'message' | 'history' }>, { words, person, foreign }: ExportStyle): string {
  const who = (member: ViewMember): string => person(member.shown);
  switch (item.type) {
    case 'member-removed':
      return filled(words[item.unannounced === true ? 'member-ousted' : item.type], { who: who(item.member), by: who(item.by) });
    case 'member-renamed':
      return filled(words[item.type], { who: who(item.member), before: person(item.before) });
    case 'member-joined':
    case 'member-left':
    case 'member-away':
    case 'member-back':
    case 'member-verified':
    case 'member-unverified':
    case 'member-anew':
      return filled(words[item.type], { who: who(item.member) });
    case 'topic':
      return filled(words.topic, { topic: foreign(item.text) });
    case 'link-changed':
      return words['link-changed'];
    case 'missing':
      return filled(words.missing, { who: who(item.member), count: item.count });
    case 'absent':
      return filled(words.absent, { count: Math.ceil(item.ms / 60_000) });
    case 'warning':
      return filled(words.warning, { code: item.code });
    default:
      return assertNever(item);
  }
}
