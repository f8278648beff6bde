import { isUnsafe } from '../../protocol/unsafe-text.js';

const PLAIN = /^[\x20-\x7e]*$/u;

/**
 * One line of JSON that a terminal can show: characters that a terminal would act on are written as \uXXXX. A JSON parser gives them back
 * unchanged (RFC 8259, section 7); outside of strings JSON has no such characters.
 */
export function safeJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (PLAIN.test(json)) return json;
  let safe = '';
  for (const character of json) safe += isUnsafe(character) ? unitEscapes(character) : character;
  return safe;
}

function unitEscapes(character: string): string {
  let text = '';
  for (let i = 0; i < character.length; i++) text += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return text;
}
