import { assertNever } from '../../protocol/parsed.js';
import type { View } from '../view.js';
import { exportTime } from './export-time.js';
import type { ExportWords } from './export-words.js';
import { jsonFile } from './json-file.js';
import { markdownFile } from './markdown-file.js';
import { textFile } from './text-file.js';

export const exportFormats = ['md', 'json', 'txt'] as const;

export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions {
  readonly words: ExportWords;
  /** Milliseconds. */
  readonly now: number;
  /** Minutes that the reader's clock is ahead of UTC at a moment. */
  readonly offset: (at: number) => number;
}

export interface ExportFile {
  readonly name: string;
  readonly text: string;
}

/**
 * What a member sees, as a file to be kept. Not in it: what is gone, what is to disappear, and what is in files. Text from outside can be
 * nothing but text there: docs/cli.md, "Export".
 */
export function exportView(view: View, format: ExportFormat, { words, now, offset }: ExportOptions): ExportFile {
  const time = (at: number): string => exportTime(at, offset(at));
  const saved = time(now);
  const name = `chattrace-${slug(view.title ?? '')}-${saved.slice(0, 10)}.${format}`;
  return { name, text: textOf(view, format, words, time, saved) };
}

function textOf(view: View, format: ExportFormat, words: ExportWords, time: (at: number) => string, saved: string): string {
  switch (format) {
    case 'md':
      return markdownFile(view, words, time, saved);
    case 'json':
      return jsonFile(view, time, saved);
    case 'txt':
      return textFile(view, words, time, saved);
    default:
      return assertNever(format);
  }
}

const SLUG = 40;

/** What every file system takes, and no program reads as anything. */
function slug(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const kept = plain.replaceAll(/[^a-z0-9]+/gu, '-').replaceAll(/^-|-$/gu, '');
  return kept.slice(0, SLUG).replace(/-$/u, '') || 'room';
}
