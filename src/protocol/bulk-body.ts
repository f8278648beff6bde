import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { malformed, parsed, type Parsed } from './parsed.js';

/** Body of a BULK frame: docs/protocol.md, "Files". */
export interface BulkBody {
  /** Whose it is: the tag of an offer before a chunk, that of a `get` before a receipt. */
  readonly tag: Uint8Array;
  /** Of the chunk, from 0 on; of the receipt, from 1 on. */
  readonly number: number;
  readonly sealed: Uint8Array;
}

export const encodeBulk = ({ tag, number, sealed }: BulkBody): Uint8Array =>
  new ByteWriter(20 + sealed.length).raw(tag).u32(number).raw(sealed).done();

/** Views of the frame's body. */
export function parseBulk(body: Uint8Array): Parsed<BulkBody> {
  const read = new ByteReader(body);
  const bulk = { tag: read.raw(16), number: read.u32(), sealed: read.rest() };
  return read.ok ? parsed(bulk) : malformed('bulk: too short');
}
