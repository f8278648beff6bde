import { toBase32 } from '../protocol/base-n.js';
import { toHex } from '../protocol/bytes.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { sha256 } from './hash.js';
import { labels } from './labels.js';
import { spell } from './spell.js';

/** In front of a fingerprint in a QR code: only characters of its alphanumeric mode, 59 in all, so that version 3 at level L is enough. */
export const QR_PREFIX = 'CTP1FP:';

const FINGERPRINT_WORDS = 16;
const ROOM_WORDS = 12;
const GROUP = 5;
const DIGITS = 60;
const DIGIT_SPACE = 10n ** BigInt(DIGITS);

/** Forms of a fingerprint (src/crypto/fingerprint.ts, 32 bytes) for people to compare: docs/protocol.md, "Verification". */
export const fingerprintCodes = {
  /** 12 groups of 5. */
  digits: (fingerprint: Uint8Array): string => digits(fingerprint),
  /** Its first 128 bits: 16 words. */
  words: (fingerprint: Uint8Array): string => spell(fingerprint.subarray(0, FINGERPRINT_WORDS)),
  /** All 256 bits, upper case. */
  qr: (fingerprint: Uint8Array): string => QR_PREFIX + toBase32(fingerprint),
} as const;

/** One number of two members, the same on both screens: 12 groups of 5 digits of a hash of both signature keys, the lower first. */
export function pairNumber(a: Uint8Array, b: Uint8Array): string {
  const [low, high] = toHex(a) < toHex(b) ? [a, b] : [b, a];
  return digits(sha256(encodeUtf8(labels.pair), low, high));
}

/** 12 words: of a code of `roomCode`, all of it. */
export const roomWords = (code: Uint8Array): string => spell(code.subarray(0, ROOM_WORDS));

/**
 * 199 bits of a hash of 256: each number is the remainder of 2^256 / 10^60 ≈ 2^57 values, or of one more, so none is likelier than another
 * by more than 2^-56 of its share.
 */
function digits(hash: Uint8Array): string {
  const number = (BigInt(`0x${toHex(hash)}`) % DIGIT_SPACE).toString().padStart(DIGITS, '0');
  return Array.from({ length: DIGITS / GROUP }, (_none, i) => number.slice(i * GROUP, (i + 1) * GROUP)).join(' ');
}
