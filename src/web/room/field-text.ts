export function put(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  fit(field);
}

/** Grows with what is written; the stylesheet sets the most. Before it is in the document it has no height. */
export function fit(field: HTMLTextAreaElement): void {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}
