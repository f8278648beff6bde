import { ByteReader } from '../../../protocol/byte-reader.js';
import { ByteWriter } from '../../../protocol/byte-writer.js';
import { fromHex } from '../../../protocol/bytes.js';
import { ids, type MemberId } from '../../../protocol/ids.js';
import { malformed, parsed, type Parsed } from '../../../protocol/parsed.js';

/** Their numbers are their places. */
const KINDS = ['ask', 'package', 'welcome', 'message'] as const;

/** What a DM frame has inside: docs/protocol.md, "Private messages". Only a `message` proves who sent it. */
export interface PrivateInner {
  readonly kind: (typeof KINDS)[number];
  /** The epoch of the room whose secret is meant; 0 in a `message`, which names none. */
  readonly epoch: number;
  /** Empty in an `ask`; else an encoded MLSMessage. */
  readonly bytes: Uint8Array;
}

export function encodePrivate(from: MemberId, { kind, epoch, bytes }: PrivateInner): Uint8Array {
  const out = new ByteWriter(17 + bytes.length).u8(KINDS.indexOf(kind)).raw(fromHex(from) as Uint8Array);
  if (kind !== 'message') out.u64(epoch);
  return out.raw(bytes).done();
}

/** `from` is a hint: where to look for the keys. */
export function parsePrivate(inner: Uint8Array): Parsed<PrivateInner & { readonly from: MemberId }> {
  const read = new ByteReader(inner);
  const kind = KINDS[read.u8()];
  const sender = read.raw(8);
  const epoch = kind === 'message' ? 0 : read.u64();
  if (!read.ok || kind === undefined) return malformed('private: layout');
  if ((kind === 'ask') !== (read.left === 0)) return malformed('private: length');
  return parsed({ kind, from: ids.member(sender), epoch, bytes: read.rest() });
}
