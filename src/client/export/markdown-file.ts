import type { View } from '../view.js';
import { exportEntries, filled, leftOut, type ExportEntry, type ExportStyle } from './export-entry.js';
import type { ExportWords } from './export-words.js';
import { markdownLines, markdownText } from './markdown-text.js';
import { membersLine } from './members-line.js';

/** The view as Markdown. What somebody said stands in a quote, behind a line of ours: nothing in it can look like another's line. */
export function markdownFile(view: View, words: ExportWords, time: (at: number) => string, saved: string): string {
  const style: ExportStyle = { words, person: (shown) => `**${markdownText(shown)}**`, foreign: markdownText };
  const count = leftOut(view);
  const paragraphs = [
    `# ${filled(words.title, { room: view.title === undefined ? words.untitled : markdownText(view.title) })}`,
    filled(words.saved, { who: style.person(view.self.shown), when: saved }),
    filled(words.members, { list: membersLine(view, style) }),
    ...(count === 0 ? [] : [filled(words.leftOut, { count })]),
    ...exportEntries(view, style).flatMap((entry) => entryParagraphs(entry, time)),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function entryParagraphs(entry: ExportEntry, time: (at: number) => string): readonly string[] {
  if (entry.type === 'line') return [`${time(entry.at)} · ${entry.text}`];
  const head = [entry.by, time(entry.at), ...(entry.no === undefined ? [] : [`\\#${entry.no}`]), ...entry.marks].join(' · ');
  const body = markdownLines(entry.text).map((line) => `> ${line}`.trimEnd());
  return [entry.style === 'me' ? `\\* ${head}` : head, ...(entry.text === '' ? [] : [body.join('\n')])];
}
