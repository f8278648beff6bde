import { ascii } from './ascii.js';

/** How a picture is to be turned, 1 (not at all) to 8 (Exif 2.32, tag 0x0112). */
export type Orientation = number;

const TAG = 0x0112;
const SHORT = 3;
const ENTRY = 12;

/** The orientation in an Exif block, which begins with its TIFF header; 1 when it has none that can be read. */
export function readOrientation(exif: Uint8Array): Orientation {
  const order = ascii(exif, 0, 4);
  const little = order === 'II*\0';
  if ((!little && order !== 'MM\0*') || exif.length < 8) return 1;
  const view = new DataView(exif.buffer, exif.byteOffset, exif.length);
  const list = view.getUint32(4, little);
  if (list + 2 > exif.length) return 1;
  const count = Math.min(view.getUint16(list, little), Math.floor((exif.length - list - 2) / ENTRY));
  for (let at = list + 2; at < list + 2 + count * ENTRY; at += ENTRY) {
    if (view.getUint16(at, little) !== TAG || view.getUint16(at + 2, little) !== SHORT) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An Exif block that says this and nothing else. */
export const writeOrientation = (orientation: Orientation): Uint8Array =>
  Uint8Array.of(0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, TAG >> 8, TAG & 255, 0, SHORT, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0);
