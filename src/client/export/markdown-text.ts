import { assertNever } from '../../protocol/parsed.js';
import { visible, visibleLines } from '../../protocol/unsafe-text.js';
import { parseMarkup } from '../text/markup.js';
import type { Block, Inline } from '../text/markup-tree.js';

/** All that Markdown could read as anything but text; also what makes an address a link in some programs. (CommonMark 0.31, section 2.4) */
const MARKS = /[\\`*_[\]{}<>#&!|~$@^+\-=:]|\.(?=\S)|\d[.)]/gu;

/** One line of text from outside, as nothing but text. */
export const markdownText = (text: string): string =>
  visible(text).replaceAll(MARKS, (mark) => (mark.length === 2 ? `${mark.charAt(0)}\\${mark.charAt(1)}` : `\\${mark}`));

/** A message as Markdown lines: what its marks mean, with every word of it as text. Nothing in it is a link, a picture or HTML. */
export const markdownLines = (text: string): readonly string[] =>
  separated(parseMarkup(text, { parseUrl: () => undefined, members: [] }).map(blockLines));

function blockLines(block: Block, index: number): readonly string[] {
  switch (block.type) {
    case 'paragraph':
      return broken(inlineLines(block.children));
    case 'code':
      return fenced(block.text, block.language ?? '');
    case 'quote':
      return separated(block.blocks.map(blockLines)).map((line) => `> ${line}`.trimEnd());
    case 'list':
      return listLines(block, index % 2 === 0);
    default:
      return assertNever(block);
  }
}

/** Another mark begins another list. */
function listLines({ start, items }: Extract<Block, { readonly type: 'list' }>, even: boolean): readonly string[] {
  const mark = (index: number): string => (start === undefined ? (even ? '-' : '*') : `${start + index}${even ? '.' : ')'}`);
  return items.map((item, index) => `${mark(index)} ${inlineLines(item).join(' ')}`);
}

/** An empty line parts them. */
const separated = (blocks: readonly (readonly string[])[]): readonly string[] =>
  blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));

/** Line ends stay, spaces at the beginning too. */
const broken = (lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => {
    const kept = line.replace(/^ +/u, (spaces) => '&nbsp;'.repeat(spaces.length));
    return kept !== '' && lines[index + 1] !== undefined && lines[index + 1] !== '' ? `${kept}\\` : kept;
  });

function inlineLines(pieces: readonly Inline[]): readonly string[] {
  const lines = [''];
  for (const piece of pieces) {
    if (piece.type === 'break') lines.push('');
    else lines.push(`${lines.pop() ?? ''}${inline(piece)}`);
  }
  return lines;
}

function inline(piece: Exclude<Inline, { readonly type: 'break' }>): string {
  switch (piece.type) {
    case 'text':
    case 'link':
    case 'mention':
      return markdownText(piece.text.replaceAll('\t', '    '));
    case 'code':
      return coded(visible(piece.text));
    case 'bold':
      return `**${inlineLines(piece.children).join(' ')}**`;
    case 'italic':
      return `*${inlineLines(piece.children).join(' ')}*`;
    default:
      return assertNever(piece);
  }
}

/** More backticks than any in it. */
function coded(code: string): string {
  const ticks = '`'.repeat(longest(code) + 1);
  return `${ticks} ${code} ${ticks}`;
}

function fenced(code: string, language: string): readonly string[] {
  const fence = '`'.repeat(Math.max(3, longest(code) + 1));
  return [`${fence}${language}`, ...visibleLines(code), fence];
}

const longest = (code: string): number => (code.match(/`+/gu) ?? []).reduce((most, { length }) => Math.max(most, length), 0);
