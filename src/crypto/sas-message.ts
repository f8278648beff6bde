import { ByteReader } from '../protocol/byte-reader.js';
import { ByteWriter } from '../protocol/byte-writer.js';
import { malformed, parsed, type Parsed } from '../protocol/parsed.js';

/** Numbers of the messages: `u8 kind`, then 32 bytes, or none for `ask` and `stop`. */
const kinds = { ask: 0, commit: 1, nonce: 2, reveal: 3, stop: 4 } as const;
const VALUE_BYTES = 32;

/** What two members send each other to compare emoji: body of a payload, both ways in their private group. */
export type SasMessage =
  | { readonly type: 'ask' | 'stop' }
  /** 32 bytes: of `commit` a SHA-256, of the others the sender's random number. */
  | { readonly type: 'commit' | 'nonce' | 'reveal'; readonly value: Uint8Array };

export function encodeSasMessage(message: SasMessage): Uint8Array {
  const out = new ByteWriter(1 + VALUE_BYTES).u8(kinds[message.type]);
  return 'value' in message ? out.raw(message.value).done() : out.done();
}

export function parseSasMessage(body: Uint8Array): Parsed<SasMessage> {
  const read = new ByteReader(body);
  const kind = read.u8();
  if (!read.ok) return malformed('sas: empty');
  if (kind === kinds.ask || kind === kinds.stop) {
    return read.left === 0 ? parsed({ type: kind === kinds.ask ? 'ask' : 'stop' }) : malformed('sas: length');
  }
  const type = ([undefined, 'commit', 'nonce', 'reveal'] as const)[kind];
  if (type === undefined) return malformed('sas: unknown kind');
  return read.left === VALUE_BYTES ? parsed({ type, value: read.rest().slice() }) : malformed('sas: length');
}
