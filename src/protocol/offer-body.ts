import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { limits } from './limits.js';
import { malformed, parsed, type Parsed } from './parsed.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** Body of an `offer` payload: docs/protocol.md, "Files". */
export interface OfferBody {
  /** Of the whole file. */
  readonly bytes: number;
  /** Of its chunks: 32 bytes. */
  readonly key: Uint8Array;
  /** By which its chunks are known: 16 bytes. */
  readonly tag: Uint8Array;
  /** As they came: `cleanName` and `cleanMime` say what may be shown. */
  readonly name: string;
  readonly mime: string;
  /** SHA-256 of each chunk, one after the other. */
  readonly hashes: Uint8Array;
}

const HASH = 32;

/** How many chunks a file of so many bytes has. */
export const chunksOf = (bytes: number): number => Math.ceil(bytes / limits.fileChunkBytes);

export function encodeOffer({ bytes, key, tag, name, mime, hashes }: OfferBody): Uint8Array {
  const [named, typed] = [encodeUtf8(name), encodeUtf8(mime)];
  const out = new ByteWriter(512 + hashes.length).u32(bytes).raw(key).raw(tag);
  return out.u8(named.length).raw(named).u8(typed.length).raw(typed).raw(hashes).done();
}

/** What it holds is its own: the message can be forgotten. A size that does not fit the number of hashes is a lie. */
export function parseOffer(body: Uint8Array): Parsed<OfferBody> {
  const read = new ByteReader(body);
  const bytes = read.u32();
  const [key, tag] = [read.raw(HASH), read.raw(16)];
  const name = decodeUtf8(read.raw(read.u8()));
  const mime = decodeUtf8(read.raw(read.u8()));
  if (!read.ok || name === undefined || mime === undefined) return malformed('offer: layout');
  if (bytes === 0 || bytes > limits.fileBytes || read.left !== HASH * chunksOf(bytes)) return malformed('offer: size');
  return parsed({ bytes, key: key.slice(), tag: tag.slice(), name, mime, hashes: read.rest().slice() });
}
