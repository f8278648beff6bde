import { limits } from '../../protocol/limits.js';
import { parsed, type Parsed } from '../../protocol/parsed.js';
import { encodeUtf8 } from '../../protocol/utf8.js';
import { refuse } from '../refuse.js';

/** What is an emoji, or may become one: programs that know an older Unicode take what newer ones send. */
const PICTURE = '(?=\\p{ExtPict})[\\p{Emoji}\\p{Cn}]';
const ONE = `${PICTURE}(?:\\p{EMod}|\\uFE0F)?`;
/** The flags of England, Scotland and Wales are written in tags, which could say anything else too. */
const FLAG =
  '\\p{RI}\\p{RI}|\\u{1F3F4}\\u{E0067}\\u{E0062}(?:\\u{E0065}\\u{E006E}\\u{E0067}|\\u{E0073}\\u{E0063}\\u{E0074}|\\u{E0077}\\u{E006C}\\u{E0073})\\u{E007F}';
/** UTS 51, section 1.4.9, without what is plain text: digits, letters, skin tones alone. */
const EMOJI = new RegExp(`^(?:${FLAG}|[0-9#*]\\uFE0F?\\u20E3|${ONE}(?:\\u200D${ONE})*)$`, 'u');
const PIECE = new RegExp(`(${PICTURE})(\\p{EMod}?)\\uFE0F?`, 'gu');
/** Drawn as a letter is, unless U+FE0F stands behind it. */
const AS_TEXT = /^(?!\p{EPres})\p{Emoji}$/u;

/**
 * One emoji, and nothing else; the same one is always the same text: U+FE0F stands where Unicode's list has it (UTS 51,
 * "fully-qualified"). `reason` is an error code.
 */
export function parseEmoji(text: string): Parsed<string> {
  const one = text.length <= limits.reactionBytes && EMOJI.test(text) && !AS_TEXT.test(text);
  const emoji = one ? text.replace(/^([0-9#*])\uFE0F?/u, '$1\uFE0F').replace(PIECE, qualified) : '';
  const fits = one && encodeUtf8(emoji).length <= limits.reactionBytes;
  return fits ? parsed(emoji) : refuse('EMOJI_UNKNOWN');
}

const qualified = (_piece: string, picture: string, tone: string): string =>
  `${picture}${tone === '' && AS_TEXT.test(picture) ? '\uFE0F' : tone}`;
