import { ascii } from './ascii.js';

/** How many pixels a picture has, as its head says. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Of a PNG (W3C PNG, 11.2.1), GIF (GIF89a, 18), WebP (RFC 9649, 2.4 to 2.7) or JPEG (ITU T.81, B.2.2) by its head alone, so that a few bytes
 * cannot make a browser fill its memory. `undefined`: none of these, or its head is broken.
 */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30) return undefined;
  if (ascii(bytes, 1, 3) === 'PNG' && ascii(bytes, 12, 4) === 'IHDR') return sized(view.getUint32(16), view.getUint32(20));
  if (ascii(bytes, 0, 4) === 'GIF8') return sized(view.getUint16(6, true), view.getUint16(8, true));
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return webpSize(bytes, view);
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? jpegSize(view) : undefined;
}

const sized = (width: number, height: number): PictureSize | undefined => (width > 0 && height > 0 ? { width, height } : undefined);

function webpSize(bytes: Uint8Array, view: DataView): PictureSize | undefined {
  const u24 = (at: number): number => view.getUint16(at, true) + 0x10000 * view.getUint8(at + 2);
  const type = ascii(bytes, 12, 4);
  if (type === 'VP8X') return sized(u24(24) + 1, u24(27) + 1);
  if (type === 'VP8 ') return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (type !== 'VP8L' || bytes[20] !== 0x2f) return undefined;
  const bits = view.getUint32(21, true);
  return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
}

/** The segments up to the first frame (SOF0 to SOF15, without DHT, JPG and DAC). */
function jpegSize(view: DataView): PictureSize | undefined {
  for (let at = 2; at + 9 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return sized(view.getUint16(at + 7), view.getUint16(at + 5));
    }
    if (marker === 0xda || marker === 0xd9) return undefined;
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
