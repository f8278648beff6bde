import { describe, expect, test } from 'vitest';
import { words } from '../../../src/crypto/words.js';
import { sasEmoji } from '../../../src/crypto/sas-emoji.js';

/** How many letters must be put in, left out, changed or swapped with the next to get from one to the other. */
const slips = (a: string, b: string): number => {
  let [last, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_none, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (last[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed, swapped));
    }
    [last, row] = [row, next];
  }
  return row[b.length] ?? Infinity;
};

const SOUNDS = new Map(
  [...'bfpv1 cgjkqsxz2 dt3 l4 mn5 r6'.matchAll(/([a-z]+)(\d)/g)].flatMap(([, letters = '', sound = '']) =>
    [...letters].map((letter) => [letter, sound] as const),
  ),
);
/** Soundex without its limit to four, with vowels alike at the beginning and c, k and q too. */
const sound = (word: string): string => {
  const spoken = word.replace(/^kn/, 'n').replace(/^wr/, 'r').replaceAll('ph', 'f');
  const first = spoken
    .charAt(0)
    .replace(/[aeiou]/, 'a')
    .replace(/[cq]/, 'k');
  let text = '';
  let last = '';
  for (const letter of spoken) {
    if (letter === 'h' || letter === 'w') continue;
    const now = SOUNDS.get(letter) ?? '';
    if (now !== last) text += now;
    last = now;
  }
  return first + text;
};

const pairs = words.flatMap((word, i) => words.slice(i + 1).map((other) => [word, other] as const));

describe('the measures of this test', () => {
  test.each([
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'acb', 1],
    ['abc', 'abxc', 1],
    ['abc', 'ab', 1],
    ['kitten', 'sitting', 3],
  ])('%s → %s: %i slips', (a, b, expected) => {
    expect(slips(a, b)).toBe(expected);
  });

  test.each([
    ['night', 'knight'],
    ['color', 'kolor'],
    ['sister', 'sizter'],
    ['write', 'ride'],
  ])('%s sounds as %s', (a, b) => {
    expect(sound(a)).toBe(sound(b));
  });
});

describe('the words', () => {
  test('are 256 different ones of 3 to 7 plain letters, in order', () => {
    expect(new Set(words).size).toBe(256);
    expect(words.length).toBe(256);
    expect(words.filter((word) => !/^[a-z]{3,7}$/.test(word))).toEqual([]);
    expect(words.toSorted()).toEqual(words);
  });

  test('are never two slips of a finger or fewer from another', () => {
    expect(pairs.filter(([a, b]) => slips(a, b) < 3)).toEqual([]);
  });

  test('never sound as another', () => {
    expect(pairs.filter(([a, b]) => sound(a) === sound(b))).toEqual([]);
  });

  test('are known by their first four letters, so that none begins another', () => {
    expect(new Set(words.map((word) => word.slice(0, 4))).size).toBe(256);
  });
});

describe('the emoji', () => {
  test('are 64 different ones, each a single code point that is drawn as a picture, with its index', () => {
    expect(new Set(sasEmoji.map(({ emoji }) => emoji)).size).toBe(64);
    expect(sasEmoji.length).toBe(64);
    expect(sasEmoji.filter(({ emoji }) => !/^\p{Emoji_Presentation}$/u.test(emoji))).toEqual([]);
    expect(sasEmoji.map(({ index }) => index)).toEqual(Array.from({ length: 64 }, (_none, i) => i));
  });

  test('have names that are never one slip from another, and never sound as another', () => {
    const names = sasEmoji.map(({ name }) => name);
    const both = names.flatMap((name, i) => names.slice(i + 1).map((other) => [name, other] as const));
    expect(names.filter((name) => !/^[a-z]{3,10}$/.test(name))).toEqual([]);
    expect(both.filter(([a, b]) => slips(a, b) < 2 || sound(a) === sound(b))).toEqual([]);
  });
});
