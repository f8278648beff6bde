import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { limits } from './limits.js';
import { chunksOf } from './offer-body.js';
import { malformed, parsed, type Parsed } from './parsed.js';

/** Body of a `file` payload: docs/protocol.md, "Files". `offer`: the id of the message that offers it, 16 bytes. */
export type FileBody =
  | {
      /** To its owner: what is missing is wanted. */
      readonly type: 'get';
      readonly offer: Uint8Array;
      /** Seals the receipts for it, 32 bytes, and names them, 16 bytes. */
      readonly key: Uint8Array;
      readonly tag: Uint8Array;
      /** A bit for each chunk, the first is the highest of the first byte: this one is here. */
      readonly have: Uint8Array;
    }
  /** To its owner: no more of it, for now or for good. From its owner: it cannot be had any more. */
  | { readonly type: 'pause' | 'stop' | 'withdrawn'; readonly offer: Uint8Array };

/** Their numbers are their places. */
const TYPES = ['get', 'pause', 'stop', 'withdrawn'] as const;
const BITS_MOST = Math.ceil(chunksOf(limits.fileBytes) / 8);

export function encodeFile(body: FileBody): Uint8Array {
  const out = new ByteWriter(128).u8(TYPES.indexOf(body.type)).raw(body.offer);
  return body.type === 'get' ? out.raw(body.key).raw(body.tag).raw(body.have).done() : out.done();
}

export function parseFile(bytes: Uint8Array): Parsed<FileBody> {
  const read = new ByteReader(bytes);
  const type = TYPES[read.u8()];
  const offer = read.raw(16).slice();
  if (!read.ok || type === undefined) return malformed('file: layout');
  if (type !== 'get') return read.left === 0 ? parsed({ type, offer }) : malformed('file: length');
  const [key, tag] = [read.raw(32).slice(), read.raw(16).slice()];
  if (!read.ok || read.left === 0 || read.left > BITS_MOST) return malformed('file: length');
  return parsed({ type, offer, key, tag, have: read.rest().slice() });
}
