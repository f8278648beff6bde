import { sanitise } from './sanitise.js';

/** Text that a terminal may see: our own words and colours, with everything from outside sanitised. Made by `safe` and the palette only. */
export class SafeText {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** For what makes terminal sequences itself: palette, QR code. */
  static trusted(text: string): SafeText {
    return new SafeText(text);
  }
}

/** safe`${nick} joined`: our words as they stand, every string put in sanitised. */
export function safe(words: TemplateStringsArray, ...values: readonly (string | number | SafeText)[]): SafeText {
  const shown = values.map((value) => (value instanceof SafeText ? value.text : sanitise(String(value))));
  return SafeText.trusted(words.map((word, i) => word + (shown[i] ?? '')).join(''));
}
