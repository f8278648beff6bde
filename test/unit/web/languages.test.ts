import { describe, expect, test } from 'vitest';
import { languages } from '../../../src/web/languages/languages.js';

interface Words {
  readonly [name: string]: string | Words;
}
interface PageWords {
  readonly LANGUAGES: readonly string[];
  readonly englishWords: () => Promise<Words>;
  readonly wordsOf: (code: string) => Words;
  readonly wordFaults: (code: string, english: Words, own: Words) => readonly string[];
  readonly missingWords: (english: Words, own: Words) => Words;
  readonly mergedWords: (english: Words, own: Words, more: Words) => Words;
}

/** Of the script that contributors use (scripts/words.js), which is plain JavaScript. */
const pageWords = (await import(/* @vite-ignore */ new URL('../../../scripts/lib/page-words.js', import.meta.url).href)) as PageWords;
const { LANGUAGES, englishWords, wordsOf, wordFaults, missingWords, mergedWords } = pageWords;

const english = await englishWords();

const texts = (words: Words): readonly string[] =>
  Object.values(words).flatMap((text) => (typeof text === 'string' ? [text] : texts(text)));
const found = (code: string, pattern: RegExp): readonly string[] => texts(wordsOf(code)).flatMap((text) => text.match(pattern) ?? []);

describe('every language', () => {
  test('of the menu has its sentences, but for English, which is in the script', () => {
    expect(Object.keys(languages).toSorted()).toEqual(['en', ...LANGUAGES].toSorted());
  });

  test.each(LANGUAGES)('has every sentence, and none that is not used (%s)', (code) => {
    expect(wordFaults(code, english, wordsOf(code))).toEqual([]);
  });

  test.each(LANGUAGES)('is written in the order of English, as scripts/words.js writes it (%s)', (code) => {
    expect(JSON.stringify(mergedWords(english, wordsOf(code), {}))).toBe(JSON.stringify(wordsOf(code)));
  });

  test.each(LANGUAGES)('says nothing that only the protocol has a word for (%s)', (code) => {
    expect(found(code, /\b(?:epoch|epoche|época|époque|commit|lease|PSK|PSKs|reset|MLS)\b/giu)).toEqual([]);
  });

  test('French has a narrow space before what stands high', () => {
    expect(found('fr', /.{0,9}(?<!\u202f)[:;!?»](?=\s|$)/gu)).toEqual([]);
  });

  test('Chinese has its own punctuation', () => {
    expect(found('zh', /\p{Script=Han}[,;:?!.](?!\w)/gu)).toEqual([]);
  });

  test('Arabic has its own punctuation, and sets apart what is typed', () => {
    expect(found('ar', /\p{Script=Arabic}[,;?]/gu)).toEqual([]);
    expect(found('ar', /(?<!\u2066)(?:\/[a-z]+|--[a-z]+|%23|https?:)/gu)).toEqual([]);
    const depth = texts(wordsOf('ar')).map((text) => [...text.matchAll(/\u2066/gu)].length - [...text.matchAll(/\u2069/gu)].length);
    expect(new Set(depth)).toEqual(new Set([0]));
  });
});

describe('a fault is told:', () => {
  const source = { a: { text: 'Say {who} in 10 minutes, see /help.', sent: { one: '{count} file', other: '{count} files' } }, b: 'Two' };
  const good = {
    a: { text: 'Sag {who} in 10 Minuten, siehe /help.', sent: { one: '{count} Datei', other: '{count} Dateien' } },
    b: 'Zwei',
  };

  test('none', () => expect(wordFaults('de', source, good)).toEqual([]));

  test.each([
    ['de: b is missing', { a: good.a }],
    ['de: c is in no section', { ...good, c: 'Drei' }],
    ['de: b is still English', { ...good, b: 'Two' }],
    ['de: a.text has no {who}', { ...good, a: { ...good.a, text: 'Sag es in 10 Minuten, siehe /help.' } }],
    ['de: a.text has no /help', { ...good, a: { ...good.a, text: 'Sag {who} in 10 Minuten.' } }],
    ['de: a.text has no 10', { ...good, a: { ...good.a, text: 'Sag {who} gleich, siehe /help.' } }],
    ['de: a.text has {name}, and English has not', { ...good, a: { ...good.a, text: 'Sag {who} {name} in 10 Minuten, siehe /help.' } }],
    ['de: a.sent has no form "one"', { ...good, a: { ...good.a, sent: { other: '{count} Dateien' } } }],
    ['de: a.sent has no {count}', { ...good, a: { ...good.a, sent: { one: 'eine Datei', other: 'Dateien' } } }],
    [
      'de: a.sent has a form "few" that this language has not',
      { ...good, a: { ...good.a, sent: { ...good.a.sent, few: '{count} Dateien' } } },
    ],
  ])('%s', (fault, own) => {
    expect(wordFaults('de', source, own)).toEqual([fault]);
  });

  test('a number may be grouped as the language does', () => {
    expect(wordFaults('de', { a: 'At most 16,000 bytes.' }, { a: 'Höchstens 16.000 Byte.' })).toEqual([]);
    expect(wordFaults('de', { a: 'At most 16,000 bytes.' }, { a: 'Höchstens 15.000 Byte.' })).toEqual(['de: a has no 16000']);
  });

  test('and what is missing is handed out, and put in its place', () => {
    const own = { a: { sent: good.a.sent }, old: 'weg' };
    expect(missingWords(source, own)).toEqual({ a: { text: source.a.text }, b: 'Two' });
    expect(JSON.stringify(mergedWords(source, own, { b: 'Zwei', a: { text: good.a.text } }))).toBe(JSON.stringify(good));
  });
});
