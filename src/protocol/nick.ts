import { limits } from './limits.js';
import { malformed, parsed, type Parsed } from './parsed.js';
import { isUnsafe } from './unsafe-text.js';

/** Stands between a nick and a piece of its key where nicks look alike; so no nick may have it. */
export const NICK_MARK = '·';

/** What can be wrong with a nick, for the person who typed it. */
export const nickFaults = {
  empty: 'a nick needs at least one character',
  long: `a nick has at most ${limits.nickChars} characters`,
  ends: 'a nick has no space at its ends',
  unsafe: 'a nick has no control, invisible or direction characters',
  mark: `a nick has no ${NICK_MARK}: it stands before a piece of a key`,
  form: 'a nick is in Unicode form NFC',
} as const;

/** A nick as the protocol allows it (docs/protocol.md, "Identity"); the reason is one of `nickFaults`. */
export function parseNick(text: string): Parsed<string> {
  const fault = nickFault(text);
  return fault === undefined ? parsed(text) : malformed(nickFaults[fault]);
}

export function nickFault(text: string): keyof typeof nickFaults | undefined {
  const nick = text.normalize('NFC');
  const characters = [...nick];
  if (characters.length === 0) return 'empty';
  if (characters.length > limits.nickChars) return 'long';
  if (nick.trim() !== nick) return 'ends';
  if (characters.some((character) => isUnsafe(character) || (character !== ' ' && /\s/u.test(character)))) return 'unsafe';
  if (nick.includes(NICK_MARK)) return 'mark';
  return nick === text ? undefined : 'form';
}

/** The form in which nicks that look alike are equal: case, width, accents and the commonest look-alikes of other scripts folded. */
export function nickSkeleton(nick: string): string {
  const plain = nick.normalize('NFKD').replace(/\p{M}/gu, '');
  const folded = [...plain]
    .map((character) => GREEK_CAPITALS.get(character) ?? character)
    .join('')
    .toLowerCase();
  return [...folded]
    .map((character) => LOOK_ALIKES.get(character) ?? character)
    .join('')
    .replace(/[\s._-]+/gu, '')
    .replace(/rn/gu, 'm');
}

/** Greek capitals that look like another Latin letter than their small form does. */
const GREEK_CAPITALS = new Map([
  ['Ζ', 'z'],
  ['Η', 'h'],
  ['Ν', 'n'],
  ['Υ', 'y'],
]);

/** Cyrillic, Greek and digit letters that look like Latin ones (the common part of Unicode TS 39, confusables.txt). */
const LOOK_ALIKES = new Map(
  [
    ['аɑα', 'a'],
    ['ьвβ', 'b'],
    ['сϲ', 'c'],
    ['ԁ', 'd'],
    ['еєε', 'e'],
    ['һн', 'h'],
    ['іι1l|!ӏ', 'i'],
    ['јϳ', 'j'],
    ['кκ', 'k'],
    ['мμ', 'm'],
    ['η', 'n'],
    ['оοσ0', 'o'],
    ['рρ', 'p'],
    ['ԛ', 'q'],
    ['ѕ$5', 's'],
    ['тτ', 't'],
    ['υ', 'u'],
    ['ѵν', 'v'],
    ['ԝω', 'w'],
    ['хχ', 'x'],
    ['уγ', 'y'],
  ].flatMap(([from, to]) => [...(from as string)].map((letter) => [letter, to as string] as const)),
);
