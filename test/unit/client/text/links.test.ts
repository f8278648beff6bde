import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINKS_MOST, splitLinks } from '../../../../src/client/text/links.js';
import { hostileLinks, xssCorpus } from '../../../browser/xss-corpus.js';
import { parseUrl } from '../../../../src/web/parse-url.js';

const split = (text: string): ReturnType<typeof splitLinks> => splitLinks(text, parseUrl);
const hrefs = (text: string): readonly string[] => split(text).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.href]));
const written = (text: string): readonly string[] => split(text).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.text]));
const joined = (text: string): string =>
  split(text)
    .map((piece) => (typeof piece === 'string' ? piece : piece.text))
    .join('');

describe('the addresses in a message', () => {
  it('are found where a person sees them, without the sentence around', () => {
    for (const [text, expected] of [
      ['see https://room.test/a?b=c#d, please', 'https://room.test/a?b=c#d'],
      ['HTTPS://ROOM.TEST/X', 'HTTPS://ROOM.TEST/X'],
      ['(https://room.test/wiki/Trace_(chat))', 'https://room.test/wiki/Trace_(chat)'],
      ['[https://room.test/a[1]].', 'https://room.test/a[1]'],
      ['"https://room.test/a".', 'https://room.test/a'],
      ["it's 'https://room.test'!?", 'https://room.test'],
      ['*https://room.test/~x_*', 'https://room.test/~x'],
      ['看https://room.test/路，好', 'https://room.test/路'],
      ['http://127.0.0.1:4000/\nnext', 'http://127.0.0.1:4000/'],
      ['http://[::1]:80/', 'http://[::1]:80/'],
      ['write to mailto:ana@room.test.', 'mailto:ana@room.test'],
    ] as const) {
      expect(written(text)).toEqual([expected]);
    }
  });

  it('lead to what the browser understands, in ASCII', () => {
    expect(hrefs('https://аpple.test/é')).toEqual(['https://xn--pple-43d.test/%C3%A9']);
    expect(hrefs('http://0x7f.1/')).toEqual(['http://127.0.0.1/']);
    expect(hrefs('https://room.test/a https://room.test/b')).toEqual(['https://room.test/a', 'https://room.test/b']);
  });

  it.each(hostileLinks.filter(({ href }) => href === undefined))('$text is text', ({ text }) => {
    expect(split(text)).toEqual([text]);
  });

  it.each(hostileLinks.filter(({ href }) => href !== undefined))('$text leads to $href and nowhere else', ({ text, href }) => {
    expect(hrefs(text)).toEqual([href]);
    expect(joined(text)).toBe(text);
  });

  it('are http, https and mailto only, in ASCII, and the pieces are the text, whatever it is', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'http://',
        'https://',
        'mailto:',
        'javascript:',
        'a.test',
        '@',
        '\\',
        '/',
        '(',
        ')',
        '.',
        ' ',
        '\u202e',
        '\t',
        '#',
        '%',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(...xssCorpus),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(joined(text)).toBe(text);
        for (const href of hrefs(text)) expect(href).toMatch(/^(?:https?:\/\/[^/?#@]+\/|mailto:[^@]+@)[\x21-\x7e]*$/u);
      }),
      { seed: 24, numRuns: 500 },
    );
  });

  it('are few and short enough to be drawn: the rest is text', () => {
    expect(hrefs('https://a.test '.repeat(1_000))).toHaveLength(LINKS_MOST);
    expect(splitLinks('https://a.test '.repeat(9), parseUrl, 2).filter((piece) => typeof piece !== 'string')).toHaveLength(2);
    expect(hrefs(`https://a.test/${'x'.repeat(3_000)}`)).toEqual([]);
    expect(hrefs(`https://a.test/${'x'.repeat(2_020)}${'.'.repeat(900)}`)).toEqual([]);
    for (const unit of ['https://', 'https://a.test/)))', 'mailto:@', ')', 'https://a.test@ ']) {
      const text = unit.repeat(Math.floor(16_000 / unit.length));
      expect(joined(text)).toBe(text);
    }
  });
});
