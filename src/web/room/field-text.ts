/** Takes the place of what stands in the field; the caret is behind it. */
export function put(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  fit(field);
}

/**
 * Grows with what is written; the stylesheet sets the most. Before it is in the document it has no height. Its line keeps its own meanwhile:
 * a log that got the place of the field for a moment would not be at its end after it.
 */
export function fit(field: HTMLTextAreaElement): void {
  const line = field.parentElement?.style;
  line?.setProperty('min-height', `${field.parentElement?.offsetHeight}px`);
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
  line?.removeProperty('min-height');
}
