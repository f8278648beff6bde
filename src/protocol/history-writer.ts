import { ByteWriter } from './byte-writer.js';
import type { HistoryEntry } from './history-body.js';
import { encodeUtf8 } from './utf8.js';

/** Fits the largest payload. */
const MOST_BYTES = 59_000;

/** Body of a `history` payload (history-body.ts reads it): the newest entries that fit. The host alone writes one. */
export function encodeHistory(entries: readonly HistoryEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 3;
  for (const entry of entries.toReversed()) {
    const part = encodeEntry(entry);
    size += part.length;
    if (size > MOST_BYTES) break;
    parts.unshift(part);
  }
  const out = new ByteWriter(size).u24(parts.length);
  for (const part of parts) out.raw(part);
  return out.done();
}

function encodeEntry({ at, nick, style, text }: HistoryEntry): Uint8Array {
  const [name, said] = [encodeUtf8(nick), encodeUtf8(text)];
  const out = new ByteWriter(13 + name.length + said.length).u64(at).u8(style === 'me' ? 1 : 0);
  return out.u8(name.length).raw(name).u24(said.length).raw(said).done();
}
