/** A place in the log, as the document knows it. */
export interface FoundMark {
  readonly line: Element;
  readonly range: Range;
}

const ALL = 'found';
const NOW = 'found-now';

/** Marks places without touching the text; where the browser cannot, the lines that they stand in. */
export function showMarks(marks: readonly FoundMark[], now: FoundMark | undefined): void {
  if (typeof Highlight === 'function' && 'highlights' in CSS) {
    CSS.highlights.set(ALL, new Highlight(...marks.map(({ range }) => range)));
    const one = new Highlight(...(now === undefined ? [] : [now.range]));
    one.priority = 1;
    CSS.highlights.set(NOW, one);
    return;
  }
  for (const line of document.querySelectorAll(`.${ALL}`)) line.classList.remove(ALL, NOW);
  for (const { line } of marks) line.classList.add(ALL);
  now?.line.classList.add(NOW);
}
