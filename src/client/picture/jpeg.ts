import { concat } from '../../protocol/bytes.js';
import { ascii, asciiBytes } from './ascii.js';
import { readOrientation, writeOrientation, type Orientation } from './orientation.js';
import { joined, PARTS_MOST } from './parts.js';

const [SOI, EOI, SOS, TEM] = [0xd8, 0xd9, 0xda, 0x01];
const [APP0, APP1, APP2, APP14] = [0xe0, 0xe1, 0xe2, 0xee];
const EXIF = 'Exif\0\0';

/** A part of a JPEG file: its marker, what stands behind the length, and all of it; of a scan with its data. */
interface Segment {
  readonly marker: number;
  readonly body: Uint8Array;
  readonly whole: Uint8Array;
}

/**
 * The picture without what tells of its making: of the application segments only JFIF (without a thumbnail), the colour profile and
 * Adobe's colour transform stay, and of Exif how the picture is turned. What stands behind its end (other pictures, a film) goes.
 * `undefined`: it is broken. (ITU-T T.81, annex B)
 */
export function cleanJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const segments = readSegments(bytes);
  if (segments === undefined || !segments.some(({ marker }) => marker === SOS)) return undefined;
  const jfif = segments.filter(({ marker, body }) => marker === APP0 && ascii(body, 0, 5) === 'JFIF\0' && body.length >= 14).slice(0, 1);
  const rest = segments.filter(isKept).map(({ whole }) => whole);
  const turned = jpegOrientation(segments);
  return joined([
    Uint8Array.of(0xff, SOI),
    ...jfif.map(({ body }) => segment(APP0, concat(body.subarray(0, 12), new Uint8Array(2)))),
    ...(turned === 1 ? [] : [segment(APP1, concat(asciiBytes(EXIF), writeOrientation(turned)))]),
    ...rest,
    Uint8Array.of(0xff, EOI),
  ]);
}

function jpegOrientation(segments: readonly Segment[]): Orientation {
  const exif = segments.find(({ marker, body }) => marker === APP1 && ascii(body, 0, 6) === EXIF);
  return exif === undefined ? 1 : readOrientation(exif.body.subarray(6));
}

function isKept({ marker, body }: Segment): boolean {
  if (marker === APP2) return ascii(body, 0, 12) === 'ICC_PROFILE\0';
  if (marker === APP14) return ascii(body, 0, 5) === 'Adobe' && body.length === 12;
  // Frames, tables, scans. What is reserved no program shows.
  return marker >= 0xc0 && marker < APP0;
}

function readSegments(bytes: Uint8Array): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  let at = 2;
  while (at + 2 <= bytes.length && bytes[at] === 0xff && segments.length < PARTS_MOST) {
    const marker = bytes[at + 1] as number;
    // Fill bytes; markers that stand alone and mean nothing here.
    if (marker === 0xff || marker === TEM || isRestart(marker)) at += marker === 0xff ? 1 : 2;
    else if (marker === EOI) return segments;
    else {
      const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
      const end = at + 2 + length;
      if (length < 2 || end > bytes.length || marker === SOI || marker === 0) return undefined;
      const next = marker === SOS ? scanEnd(bytes, end) : end;
      segments.push({ marker, body: bytes.subarray(at + 4, end), whole: bytes.subarray(at, next) });
      at = next;
    }
  }
  return undefined;
}

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** Where the next marker stands: in the data of a scan 0xFF is followed by 0, or a restart. */
function scanEnd(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1] as number;
    if (next !== 0 && !isRestart(next)) return at;
    at = bytes.indexOf(0xff, at + 2);
  }
  return bytes.length;
}

const segment = (marker: number, body: Uint8Array): Uint8Array =>
  concat(Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255), body);
