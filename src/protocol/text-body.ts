import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { limits } from './limits.js';
import { malformed, parsed, type Parsed } from './parsed.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** Body of a `text` payload. */
export interface TextBody {
  readonly style: 'said' | 'me';
  /** Id of the message it answers, 16 bytes. */
  readonly replyTo?: Uint8Array;
  readonly text: string;
}

export function encodeTextBody(body: TextBody): Uint8Array {
  const out = new ByteWriter().u8(body.style === 'me' ? 1 : 0);
  if (body.replyTo === undefined) out.u8(0);
  else out.u8(1).raw(body.replyTo);
  return out.raw(encodeUtf8(body.text)).done();
}

export function parseTextBody(bytes: Uint8Array): Parsed<TextBody> {
  const read = new ByteReader(bytes);
  const style = read.u8();
  const flags = read.u8();
  if (style > 1 || flags > 1) return malformed('text: unknown style');
  const replyTo = flags === 1 ? { replyTo: read.raw(16) } : {};
  if (!read.ok || read.left > limits.textBytes) return malformed('text: length');
  const text = decodeUtf8(read.rest());
  return text === undefined ? malformed('text: not UTF-8') : parsed({ style: style === 1 ? 'me' : 'said', ...replyTo, text });
}
