import { splitCode } from './code-spans.js';
import { Emphasis } from './emphasis.js';
import { LINKS_MOST, splitLinks } from './links.js';
import { markRun } from './mark-run.js';
import type { Inline, MarkupContext } from './markup-tree.js';
import { MemberNames } from './member-names.js';
import { MENTIONS_MOST } from './mentions.js';

/** What may begin or end something, and a backslash before it. */
const SPECIAL = /\\?(?:\*+|_+|@)/gu;

/** Reads the lines of one message; what may be in it so many times is counted over all of them. */
export class InlineReader {
  readonly #context: MarkupContext;
  #links = LINKS_MOST;
  #mentions = MENTIONS_MOST;
  #names: MemberNames | undefined;

  constructor(context: MarkupContext) {
    this.#context = context;
  }

  /** Lines with breaks between them. Nothing goes over the end of a line. */
  lines(lines: readonly string[]): readonly Inline[] {
    return lines.flatMap((line, index) => (index === 0 ? this.line(line) : [{ type: 'break' as const }, ...this.line(line)]));
  }

  line(line: string): readonly Inline[] {
    const emphasis = new Emphasis(this.#context.step);
    for (const piece of splitCode(line, this.#context.step)) {
      if (piece.type === 'code') emphasis.add({ type: 'code', text: piece.text });
      else this.#uncoded(line, piece.at, piece.text, emphasis);
    }
    return emphasis.done();
  }

  #uncoded(line: string, from: number, text: string, emphasis: Emphasis): void {
    let at = from;
    for (const part of splitLinks(text, this.#context.parseUrl, this.#links)) {
      const end = at + (typeof part === 'string' ? part : part.text).length;
      if (typeof part === 'string') this.#text(line, at, end, emphasis);
      else {
        this.#links -= 1;
        emphasis.add({ type: 'link', ...part });
      }
      at = end;
    }
  }

  /** This part of a line has no code and no address. What stands beside it says what its ends mean. */
  #text(line: string, from: number, to: number, emphasis: Emphasis): void {
    let done = from;
    for (const match of line.slice(from, to).matchAll(SPECIAL)) {
      this.#context.step?.();
      const start = from + match.index;
      const end = start + match[0].length;
      if (start < done) continue;
      const escaped = match[0].startsWith('\\');
      const at = escaped ? start + 1 : start;
      const named = line.charAt(at) === '@' ? this.#mention(line, at, to, escaped) : undefined;
      const run = line.charAt(at) === '@' ? undefined : markRun(line, at, end - at, escaped);
      if (named === undefined && run === undefined) continue;
      if (start > done) emphasis.add({ type: 'text', text: line.slice(done, start) });
      if (run !== undefined) emphasis.run(run);
      if (named !== undefined) emphasis.add(named);
      done = at + (named?.text.length ?? end - at);
    }
    if (to > done) emphasis.add({ type: 'text', text: line.slice(done, to) });
  }

  /** A name behind an @; behind a backslash it is text. */
  #mention(line: string, at: number, to: number, escaped: boolean): Extract<Inline, { readonly text: string }> | undefined {
    if (this.#mentions === 0) return undefined;
    this.#mentions -= 1;
    this.#names ??= new MemberNames(this.#context.members);
    const found = this.#names.at(line, at);
    if (found === undefined || found.end > to) return undefined;
    const text = line.slice(at, found.end);
    return escaped ? { type: 'text', text } : { type: 'mention', text, member: found.member };
  }
}
