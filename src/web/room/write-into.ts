/** Puts a piece where the caret is, apart from the word before it, as if it had been typed. */
export function writeInto(field: HTMLTextAreaElement, piece: string): void {
  const before = field.value.slice(0, field.selectionStart);
  field.setRangeText(before === '' || /\s$/u.test(before) ? piece : ` ${piece}`, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
}
