import { findIn } from './find.js';
import type { FoundMark } from './found-marks.js';

/** Where text from members stands: what they said, their nicks, and what happened to them. */
const PLACES = '.text-body, .head .nick, .line-text';
const LINES = '.message, .head, .line';

/** Every place in the log where this stands, the oldest first; at most `most`, and whether there are more. */
export function findMarks(log: Element, wanted: string, most: number): { readonly marks: readonly FoundMark[]; readonly more: boolean } {
  const marks: FoundMark[] = [];
  for (const place of log.querySelectorAll(PLACES)) {
    const pieces = textsOf(place);
    const line = place.closest(LINES) ?? place;
    for (const { from, to } of findIn(pieces.map(({ data }) => data).join(''), wanted)) {
      if (marks.length === most) return { marks, more: true };
      marks.push({ line, range: rangeOf(pieces, from, to) });
    }
  }
  return { marks, more: false };
}

function textsOf(place: Element): readonly Text[] {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) texts.push(walker.currentNode as Text);
  return texts;
}

/** A word may be half a link, or half bold. */
function rangeOf(pieces: readonly Text[], from: number, to: number): Range {
  const range = document.createRange();
  let start = 0;
  for (const piece of pieces) {
    const end = start + piece.length;
    if (start <= from && from < end) range.setStart(piece, from - start);
    if (start < to && to <= end) range.setEnd(piece, to - start);
    start = end;
  }
  return range;
}
