import { escaped, visible, visibleLines } from '../../protocol/unsafe-text.js';
import type { View } from '../view.js';
import { exportEntries, filled, leftOut, type ExportEntry, type ExportStyle } from './export-entry.js';
import type { ExportWords } from './export-words.js';
import { membersLine } from './members-line.js';

/** Further lines of a message stand behind this: no line of a message begins where ours do. */
const INDENT = '    ';

/** The view as plain text, a line for each thing. A name stands in <>, and holds neither: what is behind it is what was said. */
export function textFile(view: View, words: ExportWords, time: (at: number) => string, saved: string): string {
  const style: ExportStyle = { words, person: (shown) => `<${foreign(shown)}>`, foreign };
  const title = view.title === undefined ? words.untitled : foreign(view.title);
  const count = leftOut(view);
  const lines = [
    filled(words.title, { room: title }),
    filled(words.saved, { who: style.person(view.self.shown), when: saved }),
    filled(words.members, { list: membersLine(view, style) }),
    ...(count === 0 ? [] : [filled(words.leftOut, { count })]),
    '',
    ...exportEntries(view, style).flatMap((entry) => entryLines(entry, time)),
  ];
  return `${lines.join('\n')}\n`;
}

function entryLines(entry: ExportEntry, time: (at: number) => string): readonly string[] {
  if (entry.type === 'line') return [`${time(entry.at)} -- ${entry.text}`];
  const [first = '', ...more] = visibleLines(entry.text);
  const head = [
    time(entry.at),
    ...(entry.no === undefined ? [] : [`#${entry.no}`]),
    ...entry.marks.map((mark) => `[${mark}]`),
    ...(entry.style === 'me' ? ['*'] : []),
    entry.by,
  ];
  return [`${head.join(' ')} ${first}`.trimEnd(), ...more.map((line) => `${INDENT}${line}`.trimEnd())];
}

/** Brackets are ours. */
const foreign = (text: string): string => visible(text).replaceAll(/[<>[\]]/gu, escaped);
