import { InlineReader } from './inline.js';
import { assertNever } from '../../protocol/parsed.js';
import { MARKUP_DEPTH, PIECES_MOST, type Block, type Inline, type MarkupContext } from './markup-tree.js';

/** A line that begins code, one that ends it, and a line that is both. */
const FENCE = /^ {0,3}```(.*)$/u;
const FENCE_END = /^(.*)```\s*$/u;
const LANGUAGE = /^[\w+#.-]{1,20}$/u;
const QUOTE = /^ {0,3}>(?: (.*))?$/u;
const ITEM = /^ {0,3}(?:[-*]|(\d{1,3})\.) (?=\S)(.*)$/u;
/** A backslash before what would begin a block. */
const ESCAPED = /^( {0,3})(?:\\(?=[->*] |```)|(\d{1,3})\\(?=\. ))/u;

/**
 * The text of a message as blocks: a small part of Markdown, whose leaves are what was written without the marks. No HTML, no picture, no
 * address behind other words. Never throws; the steps grow with the length of the text alone.
 */
export function parseMarkup(text: string, context: MarkupContext): readonly Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks = new BlockReader(lines, new InlineReader(context), 0, context.step).blocks();
  return isMany(blocks) ? [{ type: 'paragraph', children: unmarked(lines) }] : blocks;
}

/** The same without blocks: for what stands behind a name. */
export function parseLines(text: string, context: MarkupContext): readonly Inline[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const children = new InlineReader(context).lines(lines);
  return isMany([{ type: 'paragraph', children }]) ? unmarked(lines) : children;
}

/** Whoever draws it pays for each for as long as it is shown, and who writes it next to nothing: so it stays as it was written. */
const isMany = (blocks: readonly Block[]): boolean => blocks.reduce((sum, block) => sum + piecesIn(block), 0) > PIECES_MOST;

function piecesIn(block: Block): number {
  switch (block.type) {
    case 'paragraph':
      return 1 + marksIn(block.children);
    case 'code':
      return 1;
    case 'quote':
      return block.blocks.reduce((sum, inner) => sum + piecesIn(inner), 1);
    case 'list':
      return block.items.reduce((sum, item) => sum + 1 + marksIn(item), 1);
    default:
      return assertNever(block);
  }
}

/** Text and the ends of lines are nothing of their own. */
function marksIn(pieces: readonly Inline[]): number {
  let marks = 0;
  for (const piece of pieces) {
    if (piece.type === 'text' || piece.type === 'break') continue;
    marks += 'children' in piece ? 1 + marksIn(piece.children) : 1;
  }
  return marks;
}

const unmarked = (lines: readonly string[]): readonly Inline[] =>
  lines.flatMap((line, at) => [
    ...(at === 0 ? [] : [{ type: 'break' } as const]),
    ...(line === '' ? [] : [{ type: 'text', text: line } as const]),
  ]);

class BlockReader {
  readonly #lines: readonly string[];
  readonly #inline: InlineReader;
  readonly #depth: number;
  readonly #step: (() => void) | undefined;
  readonly #lastFence: number;
  readonly #blocks: Block[] = [];
  #plain: string[] = [];
  #at = 0;

  constructor(lines: readonly string[], inline: InlineReader, depth: number, step: (() => void) | undefined) {
    this.#lines = lines;
    this.#inline = inline;
    this.#depth = depth;
    this.#step = step;
    this.#lastFence = lines.findLastIndex((line) => FENCE_END.test(line));
  }

  blocks(): readonly Block[] {
    while (this.#at < this.#lines.length) {
      const block = this.#code() ?? this.#quote() ?? this.#list();
      if (block === undefined) {
        this.#plain.push(this.#lines[this.#at] ?? '');
        this.#next();
      } else {
        this.#paragraph(true);
        this.#blocks.push(block);
      }
    }
    this.#paragraph(false);
    return this.#blocks;
  }

  #next(): void {
    this.#step?.();
    this.#at += 1;
  }

  /** Lines that nothing else has taken. Beside a block the space is there already: an empty line there adds none. */
  #paragraph(blockFollows: boolean): void {
    const lines = this.#plain.splice(0);
    if (this.#blocks.length > 0 && lines[0]?.trim() === '') lines.shift();
    if (blockFollows && lines.at(-1)?.trim() === '') lines.pop();
    if (lines.length === 0) return;
    const children = this.#inline.lines(lines.map((line) => line.replace(ESCAPED, '$1$2')));
    if (children.length > 0) this.#blocks.push({ type: 'paragraph', children });
  }

  #code(): Block | undefined {
    const [, first] = FENCE.exec(this.#lines[this.#at] ?? '') ?? [];
    if (first === undefined) return undefined;
    const [, whole] = FENCE_END.exec(first) ?? [];
    if (whole !== undefined && whole.trim() !== '') {
      this.#next();
      return { type: 'code', text: whole };
    }
    if (this.#lastFence <= this.#at || first.includes('`')) return undefined;
    const language = LANGUAGE.exec(first.trim())?.[0];
    const lines = language === undefined && first.trim() !== '' ? [first] : [];
    for (this.#next(); ; this.#next()) {
      const line = this.#lines[this.#at] ?? '';
      const [, last] = FENCE_END.exec(line) ?? [];
      if (last === undefined) {
        lines.push(line);
        continue;
      }
      if (last.trim() !== '') lines.push(last);
      this.#next();
      return { type: 'code', ...(language === undefined ? {} : { language }), text: lines.join('\n') };
    }
  }

  #quote(): Block | undefined {
    if (this.#depth >= MARKUP_DEPTH) return undefined;
    const lines: string[] = [];
    for (let match = this.#match(QUOTE); match !== undefined; match = this.#match(QUOTE)) {
      lines.push(match[1] ?? '');
      this.#next();
    }
    if (lines.length === 0) return undefined;
    return { type: 'quote', blocks: new BlockReader(lines, this.#inline, this.#depth + 1, this.#step).blocks() };
  }

  /** A number that does not follow begins another list, so that what is drawn is what was written. */
  #list(): Block | undefined {
    const first = this.#match(ITEM);
    if (first === undefined) return undefined;
    const start = first[1] === undefined ? undefined : Number(first[1]);
    const items: (readonly Inline[])[] = [];
    for (let match = this.#match(ITEM); match !== undefined; match = this.#match(ITEM)) {
      const number = match[1] === undefined ? undefined : Number(match[1]);
      if (number !== (start === undefined ? undefined : start + items.length)) break;
      items.push(this.#inline.line(match[2] ?? ''));
      this.#next();
    }
    return { type: 'list', ...(start === undefined ? {} : { start }), items };
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    return pattern.exec(this.#lines[this.#at] ?? '') ?? undefined;
  }
}
