import { speak, spoken } from '../language.js';
import { languages, localeOf, wantedLanguage } from './languages.js';

let turn = 0;
let missing = false;
let redraw = (): void => undefined;

/** `draw`: shows what is shown in the language that is spoken now. */
export const onLanguage = (draw: () => void): void => void (redraw = draw);

/** Longer than this nobody waits before anything is shown: it is drawn anew when its language is there. */
const PATIENCE_MS = 3_000;

/** Speaks what the browser is set to. Resolves when something can be shown. */
export function languageOfBrowser(): Promise<unknown> {
  const chosen = chooseLanguage(wantedLanguage(navigator.languages));
  return Promise.race([chosen, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}

/** The language that was wanted last could not be fetched. */
export const isLanguageMissing = (): boolean => missing;

/**
 * Speaks this language as soon as it is there. False: it cannot be had, and the one before stays. Nothing notes what was chosen: it is
 * forgotten with the page.
 */
export async function chooseLanguage(code: string): Promise<boolean> {
  const own = ++turn;
  const part = languages[code]?.part;
  const texts = part === undefined ? {} : (part.now ?? (await part.load().catch(() => undefined)));
  // Another one was chosen meanwhile.
  if (own !== turn) return true;
  missing = texts === undefined;
  if (texts === undefined) return false;
  const changes = code !== spoken().code;
  speak({ code, locale: localeOf(code, navigator.languages), texts });
  document.documentElement.lang = code;
  document.documentElement.dir = languages[code]?.direction ?? 'ltr';
  if (changes) redraw();
  return true;
}
