import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { frameTypeOf, frameTypes, isControl, type FrameType } from './frame-type.js';
import { ids, type ConnId } from './ids.js';
import { limits } from './limits.js';
import { malformed, parsed, type Parsed } from './parsed.js';

/** What crosses a wire (docs/protocol.md, "Frame"). `body` may be a view of the message it came in. */
export interface Frame {
  readonly type: FrameType;
  readonly gen: number;
  readonly epoch: number;
  /** Set by the relay; 0 from a member. */
  readonly seq: number;
  /** Whom the relay hands it to; empty means everybody. */
  readonly to: readonly ConnId[];
  readonly body: Uint8Array;
}

const VERSION = 1;
const SEQ_AT = 14;

export function encodeFrame(frame: Frame): Uint8Array {
  const out = new ByteWriter(26 + 16 * frame.to.length + frame.body.length);
  out.u8(VERSION).u8(frameTypes[frame.type]).u32(frame.gen).u64(frame.epoch).u64(frame.seq).u8(frame.to.length);
  for (const conn of frame.to) out.raw(ids.bytes(conn));
  return out.u24(frame.body.length).raw(frame.body).done();
}

/** Sizes are checked before anything is read. */
export function parseFrame(bytes: Uint8Array): Parsed<Frame> {
  if (bytes.length > limits.frameBytes) return malformed('frame too large');
  const read = new ByteReader(bytes);
  if (read.u8() !== VERSION) return malformed('unknown version');
  const type = frameTypeOf(read.u8());
  if (type === undefined) return malformed('unknown type');
  const header = { gen: read.u32(), epoch: read.u64(), seq: read.u64() };
  const toCount = read.u8();
  if (toCount > limits.toCount) return malformed('too many receivers');
  const to: ConnId[] = [];
  for (let i = 0; i < toCount && read.left >= 16; i++) to.push(ids.conn(read.raw(16)));
  const length = read.u24();
  if (!read.ok || to.length !== toCount || length !== read.left) return malformed('length does not fit');
  if (length > bodyLimit(type)) return malformed('body too large');
  return parsed({ type, ...header, to, body: read.rest() });
}

/** Writes the relay's number into an encoded frame, in place. */
export function setSeq(encoded: Uint8Array, seq: number): void {
  const view = new DataView(encoded.buffer, encoded.byteOffset + SEQ_AT, 8);
  view.setUint32(0, Math.floor(seq / 2 ** 32));
  view.setUint32(4, seq >>> 0);
}

function bodyLimit(type: FrameType): number {
  if (isControl(type)) return limits.controlBytes;
  if (type === 'KEYPKG') return limits.keyPackageBytes;
  return type === 'COMMIT' || type === 'WELCOME' ? limits.frameBytes : limits.appFrameBytes;
}
