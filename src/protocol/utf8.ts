import { ByteWriter } from './byte-writer.js';

/** UTF-8 of a text. An unpaired surrogate becomes U+FFFD, as TextEncoder does it (WHATWG Encoding, section 4.3). */
export function encodeUtf8(text: string): Uint8Array {
  const out = new ByteWriter(text.length + 16);
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) out.u8(code);
    else if (code < 0x800) out.u8(0xc0 | (code >> 6)).u8(0x80 | (code & 63));
    else if (code < 0x10000) out.u24(((0xe0 | (code >> 12)) << 16) | ((0x80 | ((code >> 6) & 63)) << 8) | 0x80 | (code & 63));
    else out.u8(0xf0 | (code >> 18)).u24(((0x80 | ((code >> 12) & 63)) << 16) | ((0x80 | ((code >> 6) & 63)) << 8) | 0x80 | (code & 63));
  }
  return out.done();
}

/** The text of well-formed UTF-8 (RFC 3629); `undefined` for anything else, overlong forms and surrogates included. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const points: number[] = [];
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const size = sequenceLength(bytes[at] as number);
    const point = size === 0 || at + size > bytes.length ? -1 : readPoint(bytes, at, size);
    if (point < 0) return undefined;
    points.push(point);
    at += size;
    if (points.length === 4096) text += String.fromCodePoint(...points.splice(0));
  }
  return text + String.fromCodePoint(...points);
}

const sequenceLength = (lead: number): number =>
  lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;

const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

function readPoint(bytes: Uint8Array, at: number, size: number): number {
  const lead = bytes[at] as number;
  if (size === 1) return lead;
  let point = lead & (0xff >> (size + 1));
  for (let i = 1; i < size; i++) {
    const next = bytes[at + i] as number;
    if ((next & 0xc0) !== 0x80) return -1;
    point = (point << 6) | (next & 63);
  }
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  return point < (SMALLEST[size] as number) || point > 0x10ffff || surrogate ? -1 : point;
}
