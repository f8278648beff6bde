import { ByteReader } from '../../../protocol/byte-reader.js';
import { ByteWriter } from '../../../protocol/byte-writer.js';
import { limits } from '../../../protocol/limits.js';
import { malformed, parsed, type Parsed } from '../../../protocol/parsed.js';

/** How far the member of a leaf has counted. */
export interface LeafCount {
  readonly leaf: number;
  readonly n: number;
  /** SHA-256 of its last counted payload: 32 bytes. */
  readonly p: Uint8Array;
}

/** Body of a `sync` payload of mode `1`: docs/protocol.md, "Sync". */
export interface SyncBody {
  readonly epoch: number;
  /** epoch_authenticator of that epoch: 32 bytes. */
  readonly authenticator: Uint8Array;
  readonly counts: readonly LeafCount[];
}

const COUNT_BYTES = 40;

export function encodeSync({ epoch, authenticator, counts }: SyncBody): Uint8Array {
  const out = new ByteWriter(43 + COUNT_BYTES * counts.length).u64(epoch).raw(authenticator).u24(counts.length);
  for (const { leaf, n, p } of counts) out.u32(leaf).u32(n).raw(p);
  return out.done();
}

export function parseSync(bytes: Uint8Array): Parsed<SyncBody> {
  const read = new ByteReader(bytes);
  const head = { epoch: read.u64(), authenticator: read.raw(32) };
  const count = read.u24();
  if (!read.ok || count > limits.membersMost || read.left !== COUNT_BYTES * count) return malformed('sync: length');
  const counts: LeafCount[] = [];
  for (let i = 0; i < count; i++) counts.push({ leaf: read.u32(), n: read.u32(), p: read.raw(32) });
  return parsed({ ...head, counts });
}
