/** A piece of one line: `code` without its backticks, or text that begins at `at`. A backslash that was needed is not in it. */
export interface CodePiece {
  readonly type: 'code' | 'text';
  readonly at: number;
  readonly text: string;
}

/**
 * Takes code out of a line: what stands between two runs of as many backticks (CommonMark 0.31, section 6.1, within a line). A backslash
 * before a run that would begin code makes it text; others stay, as do all in code. Spaces alone are no code.
 */
export function splitCode(line: string, step?: () => void): readonly CodePiece[] {
  const runs = [...line.matchAll(/`+/gu)].map((match) => ({ at: match.index, size: match[0].length }));
  const partners = closing(runs);
  const pieces: CodePiece[] = [];
  let done = 0;
  const text = (end: number): void => void (end > done && pieces.push({ type: 'text', at: done, text: line.slice(done, end) }));
  for (const [index, { at, size }] of runs.entries()) {
    step?.();
    const end = partners[index];
    if (at < done || end === undefined || line.slice(at + size, end).trim() === '') continue;
    const escaped = line.charAt(at - 1) === '\\' && at > done;
    text(escaped ? at - 1 : at);
    if (escaped) {
      pieces.push({ type: 'text', at, text: line.slice(at, at + size) });
      done = at + size;
    } else {
      pieces.push({ type: 'code', at, text: line.slice(at + size, end) });
      done = end + size;
    }
  }
  text(line.length);
  return pieces;
}

interface Run {
  readonly at: number;
  readonly size: number;
}

/** Where the next run of the same size stands, for each. */
function closing(runs: readonly Run[]): readonly (number | undefined)[] {
  const next = new Map<number, number>();
  return runs
    .toReversed()
    .map(({ at, size }) => {
      const end = next.get(size);
      next.set(size, at);
      return end;
    })
    .toReversed();
}
