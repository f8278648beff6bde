/** Bits in groups of `width`, each a letter of the alphabet; no padding (RFC 4648). */
function encode(bytes: Uint8Array, alphabet: string, width: number): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= width) {
      bits -= width;
      text += alphabet[(held >> bits) & ((1 << width) - 1)];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet[(held << (width - bits)) & ((1 << width) - 1)];
}

/** `undefined` for a letter outside the alphabet, a length no bytes give, or left-over bits that are not zero: one text per value. */
function decode(text: string, alphabet: string, width: number): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * width) / 8));
  let at = 0;
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return undefined;
    held = (held << width) | value;
    bits += width;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >> bits;
      held &= (1 << bits) - 1;
    }
  }
  return bits >= width || held !== 0 ? undefined : bytes;
}

const URL_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BASE32_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const toBase64url = (bytes: Uint8Array): string => encode(bytes, URL_ALPHABET, 6);
export const fromBase64url = (text: string): Uint8Array | undefined => decode(text, URL_ALPHABET, 6);
/** Upper case, without padding. */
export const toBase32 = (bytes: Uint8Array): string => encode(bytes, BASE32_ALPHABET, 5);
export const fromBase32 = (text: string): Uint8Array | undefined => decode(text, BASE32_ALPHABET, 5);
