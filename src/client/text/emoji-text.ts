import { limits } from '../../protocol/limits.js';
import { malformed, parsed, type Parsed } from '../../protocol/parsed.js';
import { encodeUtf8 } from '../../protocol/utf8.js';

/** A picture, with its skin or in its colours: Unicode TS 51, emoji_zwj_element. */
const PICTURE = String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?`;
const FLAG = String.raw`\p{Regional_Indicator}{2}|\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{2,6}\u{E007F}`;
const EMOJI = new RegExp(String.raw`^(?:${FLAG}|[0-9#*]\uFE0F?\u20E3|${PICTURE}(?:\u200D${PICTURE})*)$`, 'u');
/** Shown as a letter by itself, and as a picture with the character behind it. */
const PLAIN = /^(?!\p{Emoji_Presentation})\p{Extended_Pictographic}$/u;

/** Exactly one emoji: no letter, no digit, nothing that cannot be seen. */
export function parseEmoji(text: string): Parsed<string> {
  if (text.length > limits.reactionBytes || encodeUtf8(text).length > limits.reactionBytes || !EMOJI.test(text))
    return malformed('no emoji');
  return parsed(PLAIN.test(text) ? `${text}\uFE0F` : text);
}
