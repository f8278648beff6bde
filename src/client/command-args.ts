import { limits } from '../protocol/limits.js';
import { parsed, type Parsed } from '../protocol/parsed.js';
import { parseMessageRef, type MessageRef } from './message-ref.js';
import { refuse } from './refuse.js';
import { emojiNamed } from './text/emoji-names.js';
import { parseEmoji } from './text/emoji.js';

/** What stands behind /reply: `N TEXT`. Of this and the others `reason` is an error code. */
export function parseReply(rest: string): Parsed<{ readonly ref: MessageRef; readonly text: string }> {
  const [word, text] = firstWord(rest);
  const ref = parseMessageRef(word);
  if (!ref.ok) return ref;
  return text === '' ? refuse('TEXT_EMPTY') : parsed({ ref: ref.value, text });
}

/** What stands behind /react: `N :name:`, `N name` or `N` and an emoji; `N` alone takes ours back. */
export function parseReact(rest: string): Parsed<{ readonly ref: MessageRef; readonly emoji: string | undefined }> {
  const [word, name] = firstWord(rest);
  const ref = parseMessageRef(word);
  if (!ref.ok) return ref;
  const emoji = name === '' ? undefined : parseEmoji(emojiNamed(name) ?? name);
  return emoji?.ok === false ? emoji : parsed({ ref: ref.value, emoji: emoji?.value });
}

const SECONDS = { s: 1, m: 60, h: 3_600 } as const;

/** What stands behind /burn: `30s TEXT`. */
export function parseBurn(rest: string): Parsed<{ readonly seconds: number; readonly text: string }> {
  const [word, text] = firstWord(rest);
  const [, count, unit = 's'] = /^(\d{1,6})([smh])$/iu.exec(word) ?? [];
  const seconds = Number(count) * SECONDS[unit.toLowerCase() as keyof typeof SECONDS];
  if (!(seconds > 0 && seconds <= limits.burnSeconds)) return refuse('COMMAND_UNCLEAR');
  return text === '' ? refuse('TEXT_EMPTY') : parsed({ seconds, text });
}

/** One of these words, in any case: what stands behind /notify and /export. */
export function parseChoice<T extends string>(rest: string, choices: readonly T[]): Parsed<T> {
  const choice = choices.find((one) => one === rest.toLowerCase());
  return choice === undefined ? refuse('COMMAND_UNCLEAR') : parsed(choice);
}

function firstWord(rest: string): readonly [word: string, rest: string] {
  const [, word = '', text = ''] = /^(\S*)([^]*)$/u.exec(rest) ?? [];
  return [word, text.trim()];
}
