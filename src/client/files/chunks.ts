import { chunkSeal } from '../../crypto/file-seal.js';
import { hashLarge } from '../../crypto/large-hash.js';
import { equal } from '../../protocol/bytes.js';
import { limits } from '../../protocol/limits.js';
import { chunksOf, type OfferBody } from '../../protocol/offer-body.js';
import type { Bits } from './bits.js';

const HASH = 32;
/** A chunk is sealed as one of these, so that the last one tells little of its size. The least costs no score at the relay. */
const BUCKETS = [4_096, 8_192, 16_384, 32_768, limits.fileChunkBytes] as const;

/** Where a chunk lies in a file of so many bytes. */
export const spanOf = (bytes: number, number: number): readonly [from: number, to: number] => [
  number * limits.fileChunkBytes,
  Math.min(bytes, (number + 1) * limits.fileChunkBytes),
];

/** How many bytes of a file these chunks are. */
export function bytesIn(have: Bits, bytes: number): number {
  const last = have.length - 1;
  const [from, to] = spanOf(bytes, last);
  return have.count * limits.fileChunkBytes - (have.has(last) ? limits.fileChunkBytes - (to - from) : 0);
}

/** Whether this is the chunk that the offer announces. */
export function isChunk({ hashes }: Pick<OfferBody, 'hashes'>, number: number, chunk: Uint8Array): boolean | Promise<boolean> {
  const announced = hashes.subarray(HASH * number, HASH * (number + 1));
  const hash = hashLarge(chunk);
  return hash instanceof Promise ? hash.then((later) => equal(announced, later)) : equal(announced, hash);
}

/** The chunk must be the one that was announced: two contents under one number would tell both. */
export function sealChunk({ key }: Pick<OfferBody, 'key'>, number: number, chunk: Uint8Array): Uint8Array {
  const size = BUCKETS.find((bucket) => bucket >= chunk.length) ?? limits.fileChunkBytes;
  const padded = chunk.length === size ? chunk : new Uint8Array(size);
  if (padded !== chunk) padded.set(chunk);
  return chunkSeal.seal(key, number, padded);
}

/** Still to be checked (`isChunk`). `undefined`: it cannot be opened. */
export function openChunk(offer: Pick<OfferBody, 'bytes' | 'key'>, number: number, sealed: Uint8Array): Uint8Array | undefined {
  if (number >= chunksOf(offer.bytes)) return undefined;
  const [from, to] = spanOf(offer.bytes, number);
  const padded = chunkSeal.open(offer.key, number, sealed);
  if (padded === undefined || padded.length < to - from) return undefined;
  return padded.subarray(0, to - from);
}
