import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { limits } from './limits.js';
import { parseNick } from './nick.js';
import { malformed, parsed, type Parsed } from './parsed.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** A message as the host has it. Nothing shows that it was so: it is the host's word. */
export interface HistoryEntry {
  /** Milliseconds. */
  readonly at: number;
  readonly nick: string;
  readonly style: 'said' | 'me';
  readonly text: string;
}

/** Fits the largest payload. */
const MOST_BYTES = 59_000;

/** Body of a `history` payload: the newest entries that fit. docs/protocol.md, "Payload". */
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

export function parseHistory(bytes: Uint8Array): Parsed<readonly HistoryEntry[]> {
  const read = new ByteReader(bytes);
  const count = read.u24();
  if (count > limits.historyEntries) return malformed('history: too many');
  const entries: HistoryEntry[] = [];
  for (let i = 0; i < count; i++) {
    const entry = readEntry(read);
    if (entry === undefined) return malformed('history: entry');
    entries.push(entry);
  }
  return read.ok && read.left === 0 ? parsed(entries) : malformed('history: length');
}

function encodeEntry({ at, nick, style, text }: HistoryEntry): Uint8Array {
  const [name, said] = [encodeUtf8(nick), encodeUtf8(text)];
  const out = new ByteWriter(13 + name.length + said.length).u64(at).u8(style === 'me' ? 1 : 0);
  return out.u8(name.length).raw(name).u24(said.length).raw(said).done();
}

function readEntry(read: ByteReader): HistoryEntry | undefined {
  const at = read.u64();
  const style = read.u8();
  const name = decodeUtf8(read.raw(read.u8()));
  const length = read.u24();
  if (!read.ok || style > 1 || name === undefined || length > limits.textBytes) return undefined;
  const nick = parseNick(name);
  const text = decodeUtf8(read.raw(length));
  return !read.ok || !nick.ok || text === undefined ? undefined : { at, nick: nick.value, style: style === 1 ? 'me' : 'said', text };
}
