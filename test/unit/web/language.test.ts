import { afterEach, describe, expect, test } from 'vitest';
import { counted, section, speak, spoken } from '../../../src/web/language.js';
import { span } from '../../../src/web/local-time.js';
import { localeOf, wantedLanguage } from '../../../src/web/languages/languages.js';

afterEach(() => speak({ code: 'en', locale: 'en', texts: {} }));

const files = section('test-files', {
  get: 'Get',
  state: { here: 'here' },
  sent: { one: '{count} file', other: '{count} files' },
});
const { state } = files;

const inArabic = {
  code: 'ar',
  locale: 'ar-u-nu-latn',
  texts: { 'test-files': { get: 'جلب', sent: { one: 'ملف واحد', two: 'ملفان', few: '{count} ملفات', other: '{count} ملف' } } },
};

describe('a section', () => {
  test('stays the same object, with the sentences of the language that is spoken', () => {
    expect(files.get).toBe('Get');
    speak({ code: 'de', locale: 'de', texts: { 'test-files': { get: 'Holen', state: { here: 'hier' } } } });
    expect(files.get).toBe('Holen');
    expect(state.here).toBe('hier');
    speak({ code: 'en', locale: 'en', texts: {} });
    expect([files.get, state.here]).toEqual(['Get', 'here']);
  });

  test('that comes later is in the language at once', () => {
    speak({ code: 'de', locale: 'de', texts: { 'test-late': { text: 'spät' } } });
    expect(section('test-late', { text: 'late' }).text).toBe('spät');
  });

  test('says in English what a language has not', () => {
    speak(inArabic);
    expect([files.get, files.state.here]).toEqual(['جلب', 'here']);
    expect(spoken().code).toBe('ar');
  });
});

describe('a number', () => {
  test('has the form that the language wants, and its own digits', () => {
    expect([0, 1, 2, 1_234].map((count) => counted(files.sent, count))).toEqual(['0 files', '1 file', '2 files', '1,234 files']);
    speak(inArabic);
    const forms = [1, 2, 3, 11, 100].map((count) => counted(files.sent, count));
    expect(forms).toEqual(['ملف واحد', 'ملفان', '3 ملفات', '11 ملف', '100 ملف']);
  });

  test('of minutes and hours is written as the language does', () => {
    expect([20_000, 300_000, 7_500_000].map(span)).toEqual(['less than a minute', '5 min', '2 hr 5 min']);
    speak({ code: 'de', locale: 'de', texts: {} });
    expect(span(7_500_000)).toBe('2 Std. 5 Min.');
  });
});

describe('the language', () => {
  test.each([
    [['de-AT', 'en'], 'de'],
    [['pt-BR'], 'pt'],
    [['zh-Hant-TW', 'en'], 'zh'],
    [['nl', 'FR-ca', 'en'], 'fr'],
    [['nl', 'constructor'], 'en'],
    [[], 'en'],
  ])('is the first of those that the browser wants: %j', (wanted, code) => {
    expect(wantedLanguage(wanted)).toBe(code);
  });

  test.each([
    ['de', ['en', 'de-AT'], 'de-AT-u-nu-latn'],
    ['ar', ['ar-EG'], 'ar-EG-u-nu-latn'],
    ['fr', ['en'], 'fr-u-nu-latn'],
    ['de', ['de-@bad'], 'de'],
  ])('%s writes dates as where the reader is (%j), in digits that codes have too', (code, wanted, locale) => {
    expect(localeOf(code, wanted)).toBe(locale);
  });
});
