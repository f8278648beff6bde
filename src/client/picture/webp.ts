import { ascii, asciiBytes } from './ascii.js';
import { readOrientation, writeOrientation } from './orientation.js';
import { joined, PARTS_MOST } from './parts.js';

/** `RIFF`, the size, `WEBP`. */
const HEADER = 12;
/** Of an animation's frame, before its own chunks. */
const FRAME = 16;
const KEPT = /^(?:VP8X|VP8 |VP8L|ALPH|ANIM|ANMF|ICCP)$/u;
const [EXIF_FLAG, XMP_FLAG] = [0x08, 0x04];

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
}

/**
 * The picture without Exif (but for how it is turned), XMP and chunks that are not known, within frames too; nothing stands behind its end.
 * `undefined`: it is broken. (RFC 9649)
 */
export function cleanWebp(bytes: Uint8Array): Uint8Array | undefined {
  const chunks = readFile(bytes);
  if (chunks === undefined) return undefined;
  const kept = chunks.filter(({ type }) => KEPT.test(type)).map(withoutUnknown);
  const [first] = kept;
  if (first === undefined || kept.includes(undefined)) return undefined;
  const extended = first.type === 'VP8X' && first.body.length >= 10;
  // Without that chunk there is one picture, and nothing else counts.
  if (!extended) return first.type === 'VP8 ' || first.type === 'VP8L' ? file([first]) : undefined;
  const exif = chunks.find(({ type }) => type === 'EXIF');
  const turned = exif === undefined ? 1 : readOrientation(exif.body);
  const flags = first.body.slice(0, 10);
  flags[0] = ((flags[0] as number) & ~(EXIF_FLAG | XMP_FLAG)) | (turned === 1 ? 0 : EXIF_FLAG);
  const rest = kept.slice(1).filter((chunk) => chunk !== undefined);
  return file([{ type: 'VP8X', body: flags }, ...rest, ...(turned === 1 ? [] : [{ type: 'EXIF', body: writeOrientation(turned) }])]);
}

function readFile(bytes: Uint8Array): readonly Chunk[] | undefined {
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(4, true);
  return size < 4 || size + 8 > bytes.length ? undefined : readChunks(bytes.subarray(HEADER, size + 8));
}

/** All of these bytes are chunks; each has an even length. */
function readChunks(bytes: Uint8Array): readonly Chunk[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Chunk[] = [];
  let at = 0;
  while (at + 8 <= bytes.length && chunks.length < PARTS_MOST) {
    const end = at + 8 + view.getUint32(at + 4, true);
    if (end > bytes.length) return undefined;
    chunks.push({ type: ascii(bytes, at, 4), body: bytes.subarray(at + 8, end) });
    at = end + (end & 1);
  }
  return at < bytes.length ? undefined : chunks;
}

function withoutUnknown(chunk: Chunk): Chunk | undefined {
  if (chunk.type !== 'ANMF') return chunk;
  const inner = chunk.body.length < FRAME ? undefined : readChunks(chunk.body.subarray(FRAME));
  const kept = inner?.filter(({ type }) => /^(?:VP8 |VP8L|ALPH)$/u.test(type)) ?? [];
  return kept.length === 0 ? undefined : { type: 'ANMF', body: joined([chunk.body.subarray(0, FRAME), ...kept.map(written)]) };
}

function written({ type, body }: Chunk): Uint8Array {
  const whole = new Uint8Array(8 + body.length + (body.length & 1));
  whole.set(asciiBytes(type));
  new DataView(whole.buffer).setUint32(4, body.length, true);
  whole.set(body, 8);
  return whole;
}

function file(chunks: readonly Chunk[]): Uint8Array {
  const body = joined([asciiBytes('WEBP'), ...chunks.map(written)]);
  return written({ type: 'RIFF', body });
}
