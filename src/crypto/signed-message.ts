import { ByteReader } from '../protocol/byte-reader.js';
import { ByteWriter } from '../protocol/byte-writer.js';
import { frameTypes, type MemberFrameType } from '../protocol/frame-type.js';
import { ids, type ConnId, type RoomId } from '../protocol/ids.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { labels } from './labels.js';
import { signature } from './signature.js';

/** What the signature covers besides the message (docs/protocol.md, "Modes L and 0"). */
export interface SignedContext {
  readonly roomId: RoomId;
  readonly gen: number;
  readonly type: MemberFrameType;
  readonly to: readonly ConnId[];
}

export interface SignedMessage {
  readonly conn: ConnId;
  /** Strictly rising for one key. */
  readonly counter: number;
  /** Milliseconds of the sender's clock. */
  readonly ts: number;
  readonly payload: Uint8Array;
}

export function encodeSigned(seed: Uint8Array, context: SignedContext, message: SignedMessage): Uint8Array {
  const proof = signature.sign(seed, signedBytes(context, message));
  const out = new ByteWriter(96 + message.payload.length);
  return out.raw(ids.bytes(message.conn)).u64(message.counter).u64(message.ts).raw(proof).raw(message.payload).done();
}

/** Reads the layout only; `verifySigned` says whether to believe it. `undefined` when it is too short. */
export function parseSigned(inner: Uint8Array): (SignedMessage & { readonly proof: Uint8Array }) | undefined {
  const read = new ByteReader(inner);
  const conn = read.raw(16);
  const message = { counter: read.u64(), ts: read.u64(), proof: read.raw(64), payload: read.rest() };
  return read.ok ? { conn: ids.conn(conn), ...message } : undefined;
}

export const verifySigned = (sigPk: Uint8Array, context: SignedContext, message: SignedMessage & { readonly proof: Uint8Array }): boolean =>
  signature.verify(sigPk, signedBytes(context, message), message.proof);

function signedBytes(context: SignedContext, message: SignedMessage): Uint8Array {
  const out = new ByteWriter(128 + message.payload.length);
  out.raw(encodeUtf8(labels.signed)).raw(ids.bytes(context.roomId)).u32(context.gen).u8(frameTypes[context.type]);
  out.u8(context.to.length);
  for (const conn of context.to) out.raw(ids.bytes(conn));
  return out.raw(ids.bytes(message.conn)).u64(message.counter).u64(message.ts).raw(message.payload).done();
}
