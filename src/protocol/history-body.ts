import { ByteReader } from './byte-reader.js';
import { limits } from './limits.js';
import { parseNick } from './nick.js';
import { malformed, parsed, type Parsed } from './parsed.js';
import { decodeUtf8 } from './utf8.js';

/** A message as the host has it. Nothing shows that it was so: it is the host's word. */
export interface HistoryEntry {
  /** Milliseconds. */
  readonly at: number;
  readonly nick: string;
  readonly style: 'said' | 'me';
  readonly text: string;
}

/** Body of a `history` payload. docs/protocol.md, "Payload". */
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
