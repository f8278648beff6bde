import { receiptSeal } from '../../crypto/file-seal.js';
import { ByteReader } from '../../protocol/byte-reader.js';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { limits } from '../../protocol/limits.js';
import { Bits } from './bits.js';

/** Of ChaCha20-Poly1305. */
const TAG_BYTES = 16;

/** What a receiver says of the chunks that have come. */
export interface Receipt {
  /** Number of the chunk that came last, whether it was taken or not. */
  readonly last: number;
  readonly have: Bits;
}

/** All are of one length, with which they cost no score at the relay. */
export function sealReceipt(key: Uint8Array, number: number, { last, have }: Receipt): Uint8Array {
  const plain = new Uint8Array(limits.rateBytes);
  plain.set(new ByteWriter(4 + have.bytes.length).u32(last).raw(have.bytes).done());
  return receiptSeal.seal(key, number, plain);
}

/** `undefined`: not of this receiver, or not on a file of so many chunks. */
export function openReceipt(key: Uint8Array, number: number, sealed: Uint8Array, chunks: number): Receipt | undefined {
  if (sealed.length !== limits.rateBytes + TAG_BYTES) return undefined;
  const plain = receiptSeal.open(key, number, sealed);
  if (plain === undefined) return undefined;
  const read = new ByteReader(plain);
  const last = read.u32();
  const have = Bits.read(read.raw(Math.ceil(chunks / 8)), chunks);
  return !read.ok || have === undefined ? undefined : { last, have };
}
