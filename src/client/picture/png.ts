import { ascii, asciiBytes } from './ascii.js';
import { readOrientation, writeOrientation } from './orientation.js';
import { joined, PARTS_MOST } from './parts.js';

const SIGNATURE = 8;
/** What is needed to draw it: colours, transparency, density, animation. */
const KEPT = /^(?:IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|cICP|sBIT|bKGD|pHYs|acTL|fcTL|fdAT)$/u;

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
  readonly whole: Uint8Array;
}

/**
 * The picture without texts, times, Exif (but for how it is turned) and chunks that only some programs know; nothing stands behind its end.
 * `undefined`: it is broken, or cannot be drawn without a chunk that is not known. (W3C PNG, third edition)
 */
export function cleanPng(bytes: Uint8Array): Uint8Array | undefined {
  const chunks = readChunks(bytes);
  const types = chunks?.map(({ type }) => type) ?? [];
  if (chunks === undefined || types[0] !== 'IHDR' || !types.includes('IDAT')) return undefined;
  // A first letter that is a capital: critical.
  if (types.some((type) => /^[A-Z]/u.test(type) && !KEPT.test(type))) return undefined;
  const exif = chunks.find(({ type }) => type === 'eXIf');
  const turned = exif === undefined ? 1 : readOrientation(exif.body);
  const [header, ...rest] = chunks.filter(({ type }) => KEPT.test(type)).map(({ whole }) => whole);
  return joined([
    bytes.subarray(0, SIGNATURE),
    header ?? new Uint8Array(),
    ...(turned === 1 ? [] : [chunk('eXIf', writeOrientation(turned))]),
    ...rest,
  ]);
}

/** Up to the end of the picture. */
function readChunks(bytes: Uint8Array): readonly Chunk[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Chunk[] = [];
  let at = SIGNATURE;
  while (at + 12 <= bytes.length && chunks.length < PARTS_MOST) {
    const end = at + 12 + view.getUint32(at);
    const type = ascii(bytes, at + 4, 4);
    if (end > bytes.length) return undefined;
    chunks.push({ type, body: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    if (type === 'IEND') return chunks;
    at = end;
  }
  return undefined;
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const whole = new Uint8Array(body.length + 12);
  const view = new DataView(whole.buffer);
  view.setUint32(0, body.length);
  whole.set(asciiBytes(type), 4);
  whole.set(body, 8);
  view.setUint32(body.length + 8, crc32(whole.subarray(4, body.length + 8)));
  return whole;
}

/** PNG, annex D. For a few bytes: no table. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
