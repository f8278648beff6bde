import { ascii } from './ascii.js';
import { joined, PARTS_MOST } from './parts.js';

const [EXTENSION, IMAGE, TRAILER] = [0x21, 0x2c, 0x3b];
const [CONTROL, APPLICATION] = [0xf9, 0xff];
const HEADER = 13;

/**
 * The picture without comments, texts and what programs have put into it, except how often it is played; nothing stands behind its end.
 * `undefined`: it is broken. (GIF89a)
 */
export function cleanGif(bytes: Uint8Array): Uint8Array | undefined {
  let at = HEADER + tableLength(bytes[10] ?? 0);
  const parts = [bytes.subarray(0, at)];
  let images = 0;
  while (at < bytes.length && parts.length < PARTS_MOST) {
    const start = at;
    const kind = bytes[at];
    if (kind === TRAILER) return images === 0 ? undefined : joined([...parts, Uint8Array.of(TRAILER)]);
    if (kind !== IMAGE && kind !== EXTENSION) return undefined;
    const data = kind === IMAGE ? at + 11 + tableLength(bytes[at + 9] ?? 0) : at + 2;
    const end = blocksEnd(bytes, data);
    if (end === undefined) return undefined;
    at = end;
    if (kind === IMAGE) images++;
    const part = kind === IMAGE ? bytes.subarray(start, at) : extension(bytes.subarray(start, at));
    if (part !== undefined) parts.push(part);
  }
  return undefined;
}

const tableLength = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));

/** Behind a row of blocks, each of which begins with its length; the last one is empty. */
function blocksEnd(bytes: Uint8Array, from: number): number | undefined {
  let at = from;
  while (at < bytes.length) {
    const length = bytes[at] as number;
    at += length + 1;
    if (length === 0) return at;
  }
  return undefined;
}

function extension(part: Uint8Array): Uint8Array | undefined {
  if (part[1] === CONTROL) return part.length === 8 ? part : undefined;
  const looping = part[1] === APPLICATION && part[2] === 11 && /^(?:NETSCAPE2\.0|ANIMEXTS1\.0)$/u.test(ascii(part, 3, 11));
  if (!looping || part[14] !== 3 || part[15] !== 1) return undefined;
  return joined([part.subarray(0, 18), Uint8Array.of(0)]);
}
