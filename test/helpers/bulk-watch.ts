import { parseBulk, type BulkBody } from '../../src/protocol/bulk-body.js';
import { parseControl } from '../../src/protocol/control.js';
import { parseFrame, type Frame } from '../../src/protocol/frame.js';
import type { RoomWorld } from './room-world.js';

/** Longer than any receipt. */
const CHUNK_LEAST = 8_000;

export interface BulkFrame {
  readonly frame: Frame;
  readonly bulk: BulkBody;
  readonly what: 'chunk' | 'receipt';
}

export function readBulk(bytes: Uint8Array): BulkFrame | undefined {
  const frame = parseFrame(bytes);
  if (!frame.ok || frame.value.type !== 'BULK') return undefined;
  const bulk = parseBulk(frame.value.body);
  if (!bulk.ok) throw new Error(bulk.reason);
  return { frame: frame.value, bulk: bulk.value, what: frame.value.body.length > CHUNK_LEAST ? 'chunk' : 'receipt' };
}

/** Which chunks went to the relay, each with how many receivers, and what the relay refused. */
export function watchBulk(world: RoomWorld) {
  const chunks: { readonly number: number; readonly receivers: number }[] = [];
  const receipts: number[] = [];
  const refused: string[] = [];
  world.relay.onEvent = (event) => {
    const heard = event.type === 'frame' ? readBulk(event.bytes) : undefined;
    if (heard?.what === 'chunk') chunks.push({ number: heard.bulk.number, receivers: heard.frame.to.length });
    if (heard?.what === 'receipt') receipts.push(heard.bulk.number);
  };
  world.relay.onEffect = (effect) => {
    const frame = effect.type === 'send' ? parseFrame(effect.frame) : undefined;
    if (frame?.ok !== true || frame.value.type !== 'ERR') return;
    const error = parseControl('ERR', frame.value.body);
    if (error.ok) refused.push(error.value.code);
  };
  return { chunks, receipts, refused };
}

/** What becomes of chunks on their way to a member: `undefined` passes them on. */
export function onChunks(world: RoomWorld, happens: (chunk: BulkFrame, bytes: Uint8Array) => readonly Uint8Array[] | undefined): void {
  world.relay.hooks.toMember = (bytes) => {
    const chunk = readBulk(bytes);
    return (chunk?.what === 'chunk' ? happens(chunk, bytes) : undefined) ?? [bytes];
  };
}

/** The same bytes but for the last. */
export function altered(bytes: Uint8Array): Uint8Array {
  const other = bytes.slice();
  other[other.length - 1] = (other.at(-1) as number) ^ 1;
  return other;
}
