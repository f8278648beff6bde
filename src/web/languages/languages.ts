import type { Part } from '../../protocol/part.js';
import type { Texts } from '../language.js';
import { arPart } from './ar-part.js';
import { dePart } from './de-part.js';
import { esPart } from './es-part.js';
import { frPart } from './fr-part.js';
import { ptPart } from './pt-part.js';
import { zhPart } from './zh-part.js';

interface Language {
  /** As those call it who speak it. */
  readonly name: string;
  /** Its sentences; English is in the script. */
  readonly part?: Part<Texts>;
  readonly direction?: 'rtl';
}

export const languages: Readonly<Record<string, Language>> = {
  en: { name: 'English' },
  zh: { name: '中文', part: zhPart },
  es: { name: 'Español', part: esPart },
  fr: { name: 'Français', part: frPart },
  de: { name: 'Deutsch', part: dePart },
  pt: { name: 'Português', part: ptPart },
  ar: { name: 'العربية', part: arPart, direction: 'rtl' },
};

const codeOf = (locale: string): string => locale.toLowerCase().split('-', 1)[0] ?? '';

/** The first of what a browser wants (navigator.languages) that is there. */
export const wantedLanguage = (wanted: readonly string[]): string =>
  wanted.map(codeOf).find((code) => Object.hasOwn(languages, code)) ?? 'en';

/** How dates and numbers of a language are written where the reader is. In digits that everybody here has in codes and times: 0 to 9. */
export function localeOf(code: string, wanted: readonly string[]): string {
  const locale = wanted.find((one) => codeOf(one) === code) ?? code;
  try {
    return new Intl.Locale(locale, { numberingSystem: 'latn' }).toString();
  } catch {
    return code;
  }
}
