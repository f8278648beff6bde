import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { limits } from './limits.js';
import { malformed, parsed, type Parsed } from './parsed.js';
import { encodeTextBody, parseTextBody, type TextBody } from './text-body.js';

/** Body of a `burn` payload: a text, and for how many seconds it may be read where it has arrived. */
export interface BurnBody extends TextBody {
  readonly seconds: number;
}

export const encodeBurnBody = (body: BurnBody): Uint8Array => new ByteWriter().u32(body.seconds).raw(encodeTextBody(body)).done();

export function parseBurnBody(bytes: Uint8Array): Parsed<BurnBody> {
  const read = new ByteReader(bytes);
  const seconds = read.u32();
  if (!read.ok || seconds < 1 || seconds > limits.burnSeconds) return malformed('burn: time');
  const body = parseTextBody(read.rest());
  return body.ok ? parsed({ ...body.value, seconds }) : body;
}
