import type { MarkRun } from './mark-run.js';
import type { Inline } from './markup-tree.js';

/** Text that may still lose the backslash before it. */
interface Loose {
  readonly type: 'text';
  text: string;
}

/** What has begun and not ended. Of each kind there is at most one, so that nothing nests deeper than the kinds are. */
interface Frame {
  readonly mark: string;
  readonly children: Inline[];
}

/** Puts the pieces of a line together, bold and italic ones inside each other. A mark without a partner is text. */
export class Emphasis {
  readonly #step: (() => void) | undefined;
  readonly #frames: Frame[] = [{ mark: '', children: [] }];
  /** Marks behind a backslash that would begin something: the backslash goes once they would have found a partner. */
  readonly #escaped = new Map<string, Loose>();

  constructor(step?: () => void) {
    this.#step = step;
  }

  add(piece: Inline): void {
    this.#step?.();
    this.#frames.at(-1)?.children.push(piece);
  }

  run(run: MarkRun): void {
    if (run.escaped) return this.#escape(run);
    let left = run.size;
    for (let size = run.closes ? this.#close(run.mark, left) : 0; size > 0; size = this.#close(run.mark, left)) left -= size;
    if (left === 0) return;
    if (run.opens) this.#open(run.mark.repeat(left));
    else this.add({ type: 'text', text: run.mark.repeat(left) });
  }

  done(): readonly Inline[] {
    while (this.#frames.length > 1) this.#spill(1);
    return merged(this.#frames[0]?.children ?? []);
  }

  /** What begins anew takes the place of what is open: the nearest belong together. Three marks are one and two. */
  #open(mark: string): void {
    for (let at = this.#frames.length - 1; at > 0; at--) {
      const open = this.#frames[at]?.mark ?? '';
      if (open === mark || (open[0] === mark[0] && (open.length === 3 || mark.length === 3))) this.#spill(at);
    }
    this.#frames.push({ mark, children: [] });
  }

  /** Ends the innermost of what `most` of these marks can end; how many it took. */
  #close(mark: string, most: number): number {
    if (most === 0) return 0;
    this.#forget(mark.repeat(most));
    const inner = (fits: (size: number) => boolean): number =>
      this.#frames.findLastIndex((frame) => frame.mark[0] === mark && fits(frame.mark.length));
    const exact = inner((size) => size === most || size === 3 || most === 3);
    const at = exact > 0 ? exact : inner((size) => size < most);
    if (at <= 0) return 0;
    while (this.#frames.length > at + 1) this.#spill(at + 1);
    const frame = this.#frames.pop();
    const size = frame?.mark.length ?? 0;
    const taken = Math.min(size, most);
    const piece = emphasised(taken, frame?.children ?? []);
    if (size > taken) this.#frames.push({ mark: mark.repeat(size - taken), children: [piece] });
    else this.add(piece);
    return taken;
  }

  #escape(run: MarkRun): void {
    const mark = run.mark.repeat(run.size);
    const partner = run.closes && (this.#escaped.has(mark) || this.#frames.some((frame) => frame.mark === mark));
    if (partner) this.#forget(mark);
    const piece: Loose = { type: 'text', text: partner ? mark : `\\${mark}` };
    if (!partner && run.opens) this.#escaped.set(mark, piece);
    this.add(piece);
  }

  /** The backslash before the last of these has done what it was for. */
  #forget(mark: string): void {
    const piece = this.#escaped.get(mark);
    if (piece !== undefined) piece.text = mark;
    this.#escaped.delete(mark);
  }

  /** What began here has no end: its mark is text, and what stands in it belongs to what is around it. */
  #spill(at: number): void {
    const [frame] = this.#frames.splice(at, 1);
    const around = this.#frames[at - 1];
    if (frame === undefined || around === undefined) return;
    around.children.push({ type: 'text', text: frame.mark });
    for (const child of frame.children) {
      this.#step?.();
      around.children.push(child);
    }
  }
}

function emphasised(marks: number, children: readonly Inline[]): Inline {
  if (marks === 3) return { type: 'bold', children: [emphasised(1, children)] };
  return { type: marks === 2 ? 'bold' : 'italic', children: merged(children) };
}

/** Texts side by side are one. */
function merged(pieces: readonly Inline[]): readonly Inline[] {
  const all: Inline[] = [];
  let texts: string[] = [];
  const flush = (): void => {
    const text = texts.join('');
    if (text !== '') all.push({ type: 'text', text });
    texts = [];
  };
  for (const piece of pieces) {
    if (piece.type === 'text') texts.push(piece.text);
    else {
      flush();
      all.push(piece);
    }
  }
  flush();
  return all;
}
