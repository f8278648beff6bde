import { ByteWriter } from '../protocol/byte-writer.js';
import { concat, equal } from '../protocol/bytes.js';
import { frameTypes, type MemberFrameType } from '../protocol/frame-type.js';
import { box } from './box.js';

/** The part of a frame's header that its seal covers. */
export interface SealedHeader {
  readonly type: MemberFrameType;
  readonly gen: number;
  readonly epoch: number;
}

const HEADER = 13;

/** Seals `inner` with the header inside (docs/protocol.md, "Sealed body"). `nonce`: 24 random bytes. */
export function sealBody(key: Uint8Array, header: SealedHeader, inner: Uint8Array, nonce: Uint8Array): Uint8Array {
  return box.seal(key, concat(headerBytes(header), inner), nonce);
}

/** `undefined` when the seal, or the header inside, does not match. */
export function openBody(key: Uint8Array, header: SealedHeader, body: Uint8Array): Uint8Array | undefined {
  const opened = box.open(key, body);
  if (opened === undefined || opened.length < HEADER) return undefined;
  return equal(opened.subarray(0, HEADER), headerBytes(header)) ? opened.subarray(HEADER) : undefined;
}

const headerBytes = (header: SealedHeader): Uint8Array =>
  new ByteWriter(HEADER).u8(frameTypes[header.type]).u32(header.gen).u64(header.epoch).done();
