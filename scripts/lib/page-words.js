import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { filesBelow } from './files.js';
import { at, root } from './paths.js';

export const LANGUAGES = ['zh', 'es', 'fr', 'de', 'pt', 'ar'];

/** @typedef {{ [name: string]: string | Words }} Words as in src/web/language.ts: sentences, or the forms of one, by name */

const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** What is typed, or has no other name: a sentence that has it in English has it in every language. */
const TYPED = /\{\w+\}|\/[a-z]+|--[a-z]+|%23|:[a-z]+:|chattrace \w+|torsocks|https?:\/\/|CHATTrace|(?<!\w)(?:Tor|MiB|TLS|QR)(?!\w)|\d+/g;

/** What is written as in English. */
const SAME = new Set(['CHATTrace', 'Markdown', 'JSON', 'CHATTrace: {room}']);
/** @type {Readonly<Record<string, readonly string[]>>} */
const SAME_IN = {
  de: ['online', 'Code'],
  fr: ['Messages', 'Message', 'Code', 'Pause', 'Suggestions', '{count} suggestion', '{count} suggestions'],
  es: [],
  pt: ['online'],
  zh: [],
  ar: [],
};

/**
 * Every sentence of the page in English: all modules that have a section are run.
 * @returns {Promise<Words>}
 */
export async function englishWords() {
  const files = filesBelow(at('src/web')).filter((name) => /\bsection\('/.test(readFileSync(at('src/web', name), 'utf8')));
  const imports = files.map((name) => `import './${name}';`);
  const result = await build({
    stdin: { contents: `${imports.join('\n')}\nexport { allEnglish } from './language.ts';`, resolveDir: at('src/web'), loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    loader: { '.svg': 'text', '.txt': 'text' },
    tsconfigRaw: {},
    write: false,
    logLevel: 'warning',
  });
  const script = Buffer.from(result.outputFiles[0]?.contents ?? []).toString('base64');
  return (await import(`data:text/javascript;base64,${script}`)).allEnglish();
}

/**
 * @param {string} code
 * @returns {Words}
 */
export const wordsOf = (code) => JSON.parse(readFileSync(fileOf(code), 'utf8'));

/** @param {string} code */
export const fileOf = (code) => at('assets/i18n', `${code}.json`);

/**
 * What is wrong with a language: one sentence each, with the name of the sentence.
 * @param {string} code
 * @param {Words} english
 * @param {Words} own
 */
export function wordFaults(code, english, own) {
  const [theirs, ours] = [sentences(english), sentences(own)];
  const faults = [...ours.keys()].filter((name) => !theirs.has(name)).map((name) => `${code}: ${name} is in no section`);
  for (const [name, text] of theirs) {
    const translated = ours.get(name);
    if (translated === undefined) faults.push(`${code}: ${name} is missing`);
    else faults.push(...sentenceFaults(code, text, translated).map((fault) => `${code}: ${name} ${fault}`));
  }
  return faults;
}

/**
 * What a language has not: in the order, and with the sentences, of English.
 * @param {Words} english
 * @param {Words} own
 * @returns {Words}
 */
export function missingWords(english, own) {
  const entries = Object.entries(english).map(([name, text]) => {
    const translated = own[name];
    if (typeof text === 'string' || isForms(text)) return [name, translated === undefined ? text : undefined];
    const below = missingWords(text, typeof translated === 'object' ? translated : {});
    return [name, Object.keys(below).length === 0 ? undefined : below];
  });
  return Object.fromEntries(entries.filter(([, text]) => text !== undefined));
}

/**
 * `own` with `more`, in the order of English, without what English has no more.
 * @param {Words} english
 * @param {Words} own
 * @param {Words} more
 * @returns {Words}
 */
export function mergedWords(english, own, more) {
  const entries = Object.entries(english).map(([name, text]) => {
    const [before, now] = [own[name], more[name]];
    if (typeof text === 'string' || isForms(text)) return [name, now ?? before];
    return [name, mergedWords(text, typeof before === 'object' ? before : {}, typeof now === 'object' ? now : {})];
  });
  return Object.fromEntries(entries.filter(([, text]) => text !== undefined && (typeof text === 'string' || Object.keys(text).length > 0)));
}

/**
 * @param {Words} words
 * @param {string} [above]
 * @returns {Map<string, string | Words>}
 */
function sentences(words, above = '') {
  const all = Object.entries(words).map(([name, text]) => {
    const path = above === '' ? name : `${above}.${name}`;
    /** @type {[string, string | Words][]} */
    const found = typeof text === 'string' || isForms(text) ? [[path, text]] : [...sentences(text, path)];
    return found;
  });
  return new Map(all.flat());
}

/** @param {Words} words */
const isForms = (words) => typeof words.other === 'string' && Object.keys(words).every((name) => FORMS.includes(name));

/**
 * @param {string} code
 * @param {string | Words} english
 * @param {string | Words} own
 * @returns {readonly string[]}
 */
function sentenceFaults(code, english, own) {
  if (typeof english === 'string')
    return typeof own === 'string' ? textFaults(code, english, own, typedIn(english)) : ['has forms, and English has none'];
  if (typeof own === 'string') return ['has no forms'];
  const other = textsOf(english).get('other') ?? '';
  const given = textsOf(own);
  const forms = formsOf(code);
  // One, or two, may be a word.
  const needed = typedIn(other).filter((typed) => typed !== '{count}');
  return [
    ...forms.filter((form) => !given.has(form)).map((form) => `has no form "${form}"`),
    ...[...given.keys()].filter((form) => !forms.includes(form)).map((form) => `has a form "${form}" that this language has not`),
    ...[...given].flatMap(([form, text]) => textFaults(code, other, text, form === 'other' ? typedIn(other) : needed)),
  ];
}

/** @param {Words} forms */
const textsOf = (forms) => new Map(Object.entries(forms).flatMap(([form, text]) => (typeof text === 'string' ? [[form, text]] : [])));

/**
 * @param {string} code
 * @param {string} english
 * @param {string} own
 * @param {readonly string[]} needed
 */
function textFaults(code, english, own, needed) {
  const typed = typedIn(own);
  const isSame = own === english && /\p{L}/u.test(english.replace(/\{\w+\}/g, '')) && !SAME.has(own) && !SAME_IN[code]?.includes(own);
  return [
    ...(isSame ? ['is still English'] : []),
    ...needed.filter((one) => !typed.includes(one)).map((one) => `has no ${one}`),
    ...typed.filter((one) => one.startsWith('{') && !typedIn(english).includes(one)).map((one) => `has ${one}, and English has not`),
  ];
}

/**
 * Without what groups the digits of a number.
 * @param {string} text
 * @returns {readonly string[]}
 */
const typedIn = (text) => text.replace(/(?<=\d)[.,\s\u202f](?=\d{3}(?!\d))/g, '').match(TYPED) ?? [];

/** @param {string} code */
const formsOf = (code) => [...new Set(Array.from({ length: 200 }, (_, count) => new Intl.PluralRules(code).select(count)))];
