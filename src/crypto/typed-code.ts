import { fromBase32 } from '../protocol/base-n.js';
import { equal } from '../protocol/bytes.js';
import { malformed, parsed, type Parsed } from '../protocol/parsed.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { fingerprintCodes, QR_PREFIX } from './codes.js';
import { words } from './words.js';

/** Longest text that is read as a code: the longest code has 127 characters. */
const MOST_CHARS = 500;
const DIGITS = 60;
const WORD_COUNTS: readonly number[] = [12, 16];
const KNOWN = new Set(words);

/**
 * A code as a person typed or pasted it, of whichever form, back as the program writes it: case, spaces, line breaks, dashes, dots and
 * commas do not matter. `reason` says how much of it could be read, and never repeats what was typed.
 */
export function parseCode(typed: string): Parsed<string> {
  if (typed.length > MOST_CHARS) return malformed('too long');
  const text = typed.normalize('NFKC').trim();
  if (text === '') return malformed('empty');
  if (/\p{Nd}/u.test(text[0] ?? '')) return parseDigits(text);
  return text.toUpperCase().startsWith(QR_PREFIX) ? parseQr(text) : parseWords(text);
}

/** In constant time, of codes as the program writes them. */
export const sameCode = (a: string, b: string): boolean => equal(encodeUtf8(a), encodeUtf8(b));

/** `unreadable` is no alarm: it is no code, or of a form that none of the expected has. */
export function matchCode(typed: string, expected: readonly string[]): 'same' | 'different' | 'unreadable' {
  const code = parseCode(typed);
  if (!code.ok) return 'unreadable';
  const alike = expected.filter((one) => formOf(one) === formOf(code.value));
  if (alike.length === 0) return 'unreadable';
  return alike.map((one) => sameCode(one, code.value)).includes(true) ? 'same' : 'different';
}

const SEPARATORS = /[\s\p{Pd}.,;]+/gu;

function parseDigits(text: string): Parsed<string> {
  const digits = text.replace(SEPARATORS, '');
  if (!/^[0-9]*$/.test(digits)) return malformed('not only digits');
  if (digits.length !== DIGITS) return malformed(`${digits.length} of ${DIGITS} digits`);
  return parsed(digits.replace(/(.{5})(?=.)/g, '$1 '));
}

function parseQr(text: string): Parsed<string> {
  const letters = text.slice(QR_PREFIX.length).replace(SEPARATORS, '').toUpperCase();
  const fingerprint = fromBase32(letters);
  return fingerprint?.length === 32 ? parsed(fingerprintCodes.qr(fingerprint)) : malformed('not a whole fingerprint');
}

function parseWords(text: string): Parsed<string> {
  const typed = text.toLowerCase().split(SEPARATORS).filter(Boolean);
  const unknown = typed.findIndex((word) => !KNOWN.has(word));
  if (unknown >= 0) return malformed(`word ${unknown + 1} is not in the list`);
  return WORD_COUNTS.includes(typed.length) ? parsed(typed.join(' ')) : malformed(`${typed.length} words`);
}

/** What tells the forms apart, of codes as the program writes them: a sign of the form, and how many groups there are. */
const formOf = (code: string): string => `${/^[0-9]/.test(code) ? '0' : code.startsWith(QR_PREFIX) ? 'Q' : 'w'}${code.split(' ').length}`;
