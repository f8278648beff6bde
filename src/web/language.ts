/** Sentences of one place, by name. A sentence that depends on a number stands there in the forms of its language. */
export interface Texts {
  readonly [name: string]: string | Texts;
}

/** Sentences whose language can change. */
export type Words<T> = { readonly [N in keyof T]: T[N] extends string ? string : Words<T[N]> };

/** Plural forms (CLDR); which of them there are depends on the language. */
export type Forms = { readonly [F in Intl.LDMLPluralRule]?: string } & { readonly other: string };

/** A sentence that may be needed again in another language. */
export type Sentence = () => string;

/** A language that is spoken: `locale` for dates and numbers, `texts` its sections by name. */
export interface Spoken {
  readonly code: string;
  readonly locale: string;
  readonly texts: Texts;
}

interface Tree {
  [name: string]: string | Tree | undefined;
}

const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;

const sections: { readonly name: string; readonly english: Texts; readonly words: Tree }[] = [];
let now: Spoken = { code: 'en', locale: 'en', texts: {} };

/**
 * Sentences under a name by which other languages have them (assets/i18n). The object stays the same when the language changes, and its
 * sentences do not: they are read when they are shown. `{name}` is filled by `fill`.
 */
export function section<const T extends Texts>(name: string, english: T): Words<T> {
  const words: Tree = {};
  sections.push({ name, english, words });
  put(words, english, now.texts[name]);
  return words as Words<T>;
}

/** From here on the page speaks this language; what is shown already does not change by itself. */
export function speak(language: Spoken): void {
  now = language;
  for (const { name, english, words } of sections) put(words, english, language.texts[name]);
}

export const spoken = (): Spoken => now;

/**
 * Every section that there is, in English.
 * @public for scripts/lib/page-words.js
 */
export const allEnglish = (): Texts => Object.fromEntries(sections.map(({ name, english }) => [name, english]));

/** The form for this number, which is put in where `{count}` stands. */
export function counted(forms: Words<Forms>, count: number): string {
  const { locale } = now;
  return (forms[new Intl.PluralRules(locale).select(count)] ?? forms.other).replace('{count}', new Intl.NumberFormat(locale).format(count));
}

/** What a language has not, stays English. */
function put(words: Tree, english: Texts, own: string | Texts | undefined): void {
  const texts = typeof own === 'object' ? own : {};
  if (isForms(english)) {
    const forms = isForms(texts) ? texts : english;
    for (const form of FORMS) words[form] = forms[form] as string | undefined;
    return;
  }
  for (const [name, text] of Object.entries(english)) {
    const translated = texts[name];
    if (typeof text === 'string') words[name] = typeof translated === 'string' ? translated : text;
    else put((words[name] ??= {}) as Tree, text, translated);
  }
}

const isForms = (texts: Texts): boolean => typeof texts['other'] === 'string' && Object.keys(texts).every((name) => isForm(name));

const isForm = (name: string): boolean => (FORMS as readonly string[]).includes(name);
