/** A run of `*` or `_` that may begin or end bold or italic text. */
export interface MarkRun {
  readonly mark: '*' | '_';
  /** 1 to 3 of `*`, 1 of `_`. */
  readonly size: number;
  readonly opens: boolean;
  readonly closes: boolean;
  /** A backslash stands before it. */
  readonly escaped: boolean;
}

/** Scripts without spaces between words: there a mark may stand between two letters. */
const UNSPACED = '\\p{sc=Hani}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}';
/** Before what a mark may begin, behind what it may end: not inside of words, numbers, paths and drawings. */
const BEFORE = new RegExp(`^$|[\\s\\p{Ps}\\p{Pi}\\p{Pf}–—"'*_,;:.!?…¿¡、。，！？：；${UNSPACED}]`, 'u');
const BEHIND = new RegExp(`^$|[\\s\\p{Pe}\\p{Pi}\\p{Pf}–—"'*_,;:.!?…、。，！？：；${UNSPACED}]`, 'u');

/** What the run at this place of a line may do; `undefined`: it is text wherever it stands. */
export function markRun(line: string, at: number, size: number, escaped: boolean): MarkRun | undefined {
  const mark = line.charAt(at) === '_' ? '_' : '*';
  if (size > (mark === '_' ? 1 : 3)) return undefined;
  const before = characterBefore(line, escaped ? at - 1 : at);
  const behind = String.fromCodePoint(line.codePointAt(at + size) ?? 0x20);
  // `'*'`, `-*-`
  if (before === behind) return undefined;
  const opens = /[^\s)\]}>]/u.test(behind) && BEFORE.test(before);
  const closes = /[^\s([{<]/u.test(before) && BEHIND.test(behind);
  return opens || closes ? { mark, size, opens, closes, escaped } : undefined;
}

function characterBefore(line: string, at: number): string {
  const unit = line.charAt(at - 1);
  return /[\uDC00-\uDFFF]/u.test(unit) ? line.slice(Math.max(0, at - 2), at) : unit;
}
