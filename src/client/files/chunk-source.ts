import { limits } from '../../protocol/limits.js';
import { chunksOf, type OfferBody } from '../../protocol/offer-body.js';
import { hashLarge } from '../../crypto/large-hash.js';
import type { FileSource } from '../member-api.js';
import { isChunk, spanOf } from './chunks.js';

/** Read at once: every reading has its own way to go, in a page. */
const BLOCK_CHUNKS = 8;
const BLOCK_BYTES = BLOCK_CHUNKS * limits.fileChunkBytes;
/** Where two receivers stand, and what comes next. */
const BLOCKS_KEPT = 3;

/** Reads a file of ours in blocks. Nothing of it is kept but the last of them. */
export class ChunkSource {
  readonly #source: FileSource;
  readonly #blocks = new Map<number, Promise<Uint8Array | undefined>>();

  constructor(source: FileSource) {
    this.#source = source;
  }

  /** SHA-256 of each chunk, one after the other; `undefined`: it cannot be read. */
  async hashes(): Promise<Uint8Array | undefined> {
    const count = chunksOf(this.#source.bytes);
    const hashes = new Uint8Array(32 * count);
    for (let number = 0; number < count; number++) {
      const chunk = await this.#chunk(number);
      if (chunk === undefined) return undefined;
      hashes.set(await hashLarge(chunk), 32 * number);
    }
    return hashes;
  }

  /** `undefined`: it cannot be read any more, or is another one than was offered. */
  async read(number: number, offer: Pick<OfferBody, 'hashes'>): Promise<Uint8Array | undefined> {
    const chunk = await this.#chunk(number);
    return chunk !== undefined && (await isChunk(offer, number, chunk)) ? chunk : undefined;
  }

  forget(): void {
    this.#blocks.clear();
  }

  async #chunk(number: number): Promise<Uint8Array | undefined> {
    const at = Math.floor(number / BLOCK_CHUNKS);
    const reading = this.#block(at);
    const block = await reading;
    if ((at + 1) * BLOCK_BYTES < this.#source.bytes) void this.#block(at + 1);
    const [from, to] = spanOf(this.#source.bytes, number);
    return block?.subarray(from - at * BLOCK_BYTES, to - at * BLOCK_BYTES);
  }

  #block(at: number): Promise<Uint8Array | undefined> {
    const known = this.#blocks.get(at);
    const block = known ?? this.#read(at * BLOCK_BYTES, Math.min(this.#source.bytes, (at + 1) * BLOCK_BYTES));
    // Last in the order of use.
    this.#blocks.delete(at);
    this.#blocks.set(at, block);
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= BLOCKS_KEPT) break;
      this.#blocks.delete(oldest);
    }
    return block;
  }

  async #read(from: number, to: number): Promise<Uint8Array | undefined> {
    try {
      const block = await this.#source.read(from, to);
      return block.length === to - from ? block : undefined;
    } catch {
      return undefined;
    }
  }
}
