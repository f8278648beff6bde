import { deflateSync, crc32 } from 'node:zlib';

/** Stands in each part of a picture that must not go with it. */
export const CANARY = '+47.12345+008.54321/CANARY';
/** Stands in the colour profile, which stays. */
export const PROFILE = 'sRGB-profile-of-the-test';

export const bytes = (...parts: readonly (string | number | Uint8Array)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part as string, 'latin1')))));
export const has = (file: Uint8Array, text: string): boolean => Buffer.from(file).includes(Buffer.from(text, 'latin1'));

const u16 = (value: number): Uint8Array => bytes(value >> 8, value & 255);
const u32 = (value: number): Uint8Array => bytes(u16(value >>> 16), u16(value & 65_535));
const little = (value: number): Uint8Array => u32(value).toReversed();

/** An Exif block with GPS in it, in either byte order. */
export function exif(orientation: number, order: 'II' | 'MM' = 'II'): Uint8Array {
  const put = (value: number, size: 2 | 4): Uint8Array => {
    const big = size === 2 ? u16(value) : u32(value);
    return order === 'MM' ? big : big.toReversed();
  };
  const entry = (tag: number, type: number, count: number, value: Uint8Array): Uint8Array =>
    bytes(put(tag, 2), put(type, 2), put(count, 4), value);
  return bytes(
    order,
    put(42, 2),
    put(8, 4),
    put(2, 2),
    entry(0x010e, 2, CANARY.length + 1, put(38, 4)),
    entry(0x0112, 3, 1, bytes(put(orientation, 2), 0, 0)),
    put(0, 4),
    CANARY,
    0,
  );
}

/** 3 × 2 pixels, one column blue and two red, from a browser; `before`: what stands between its beginning and its tables. */
export const jpeg = (before: readonly Uint8Array[] = [], behind: Uint8Array = bytes()): Uint8Array =>
  bytes(0xff, 0xd8, ...before, JPEG_TABLES, behind);

export const segment = (marker: number, ...body: readonly (string | number | Uint8Array)[]): Uint8Array =>
  bytes(0xff, marker, u16(bytes(...body).length + 2), ...body);

export const jfif = (thumbnail = bytes()): Uint8Array =>
  segment(0xe0, 'JFIF\0', 1, 2, 1, 0, 72, 0, 72, thumbnail.length / 3, thumbnail.length === 0 ? 0 : 1, thumbnail);

export const chunk = (type: string, ...body: readonly (string | number | Uint8Array)[]): Uint8Array => {
  const named = bytes(type, ...body);
  return bytes(u32(named.length - 4), named, u32(crc32(named)));
};

/** 3 × 2 pixels; `more`: chunks before the data. */
export const png = (more: readonly Uint8Array[] = [], behind: Uint8Array = bytes()): Uint8Array =>
  bytes(
    '\x89PNG\r\n\x1A\n',
    chunk('IHDR', u32(3), u32(2), 8, 2, 0, 0, 0),
    ...more,
    chunk('IDAT', new Uint8Array(deflateSync(Buffer.from('\0\0\0\xff\xff\0\0\xff\0\0'.repeat(2), 'latin1')))),
    chunk('IEND'),
    behind,
  );

export const riff = (type: string, ...body: readonly (string | number | Uint8Array)[]): Uint8Array => {
  const whole = bytes(...body);
  return bytes(type, little(whole.length), whole, ...(whole.length % 2 === 1 ? [0] : []));
};

/** The chunk of 3 × 2 pixels, from a browser. */
export const vp8 = (): Uint8Array => riff('VP8 ', WEBP_DATA);
export const vp8x = (flags: number): Uint8Array => riff('VP8X', flags, 0, 0, 0, 2, 0, 0, 1, 0, 0);
export const frame = (...chunks: readonly Uint8Array[]): Uint8Array =>
  riff('ANMF', 0, 0, 0, 0, 0, 0, 2, 0, 0, 1, 0, 0, 100, 0, 0, 0, ...chunks);
export const webp = (chunks: readonly Uint8Array[], behind: Uint8Array = bytes()): Uint8Array =>
  bytes(riff('RIFF', 'WEBP', ...chunks), behind);

/** 3 × 2 pixels of two colours; `more`: blocks before the picture. */
export const gif = (more: readonly Uint8Array[] = [], behind: Uint8Array = bytes()): Uint8Array =>
  bytes('GIF89a', 3, 0, 2, 0, 0x80, 0, 0, 0, 0, 255, 255, 0, 0, ...more, GIF_IMAGE, 0x3b, behind);
export const block = (label: number, ...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  bytes(0x21, label, ...parts.flatMap((part) => [part.length, part]), 0);

const GIF_IMAGE = bytes(0x2c, 0, 0, 0, 0, 3, 0, 2, 0, 0, 2, 3, 0x44, 0x62, 0x51, 0);
const WEBP_DATA = Buffer.from('sAEAnQEqAwACAAdAliWoAnQ4gAHJgAD+5jnafo/FBDFVU4aVTWFBNTf/BoM2v8l38aDNrZQAAAA=', 'base64');
const JPEG_TABLES = Buffer.from(
  '/9sAQwBQNzxGPDJQRkFGWlVQX3jIgnhubnj1r7mRyP///////////////////////////////////////////////////9sAQwFVWlp4aXjrgoLr////////' +
    '/////////////////////////////////////////////////////////////////8AAEQgAAgADAwEiAAIRAQMRAf/EABUAAQEAAAAAAAAAAAAAAAAAAAAD' +
    '/8QAFhABAQEAAAAAAAAAAAAAAAAAAAEx/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgT/xAAWEQADAAAAAAAAAAAAAAAAAAAAATH/2gAMAwEAAhEDEQA/AIzIADpW' +
    'of/Z',
  'base64',
);
