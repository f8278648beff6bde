import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { limits } from './limits.js';
import { malformed, parsed, type Parsed } from './parsed.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** Body of a `react` payload: an emoji below the message of `author` (8 bytes of its key's fingerprint) with this id (16 bytes). */
export interface ReactBody {
  readonly author: Uint8Array;
  readonly id: Uint8Array;
  /** Absent: taken back. */
  readonly emoji: string | undefined;
}

/** Body of an `edit` payload: the sender's own message with this id (16 bytes) is now this text. */
export interface EditBody {
  readonly id: Uint8Array;
  readonly text: string;
}

export const encodeReactBody = ({ author, id, emoji }: ReactBody): Uint8Array =>
  new ByteWriter()
    .raw(author)
    .raw(id)
    .raw(encodeUtf8(emoji ?? ''))
    .done();

/** Whether it is an emoji is for the reader to see. */
export function parseReactBody(bytes: Uint8Array): Parsed<ReactBody> {
  const read = new ByteReader(bytes);
  const [author, id] = [read.raw(8), read.raw(16)];
  if (!read.ok || read.left > limits.reactionBytes) return malformed('react: length');
  const emoji = decodeUtf8(read.rest());
  return emoji === undefined ? malformed('react: not UTF-8') : parsed({ author, id, emoji: emoji === '' ? undefined : emoji });
}

export const encodeEditBody = ({ id, text }: EditBody): Uint8Array => new ByteWriter().raw(id).raw(encodeUtf8(text)).done();

export function parseEditBody(bytes: Uint8Array): Parsed<EditBody> {
  const read = new ByteReader(bytes);
  const id = read.raw(16);
  if (!read.ok || read.left === 0 || read.left > limits.textBytes) return malformed('edit: length');
  const text = decodeUtf8(read.rest());
  return text === undefined || text.trim() === '' ? malformed('edit: no text') : parsed({ id, text });
}
