import { fromHex, toHex } from './bytes.js';

declare const brand: unique symbol;

/** A place at the relay: 16 bytes, as 32 lower-case hexadecimal characters. */
export type ConnId = string & { readonly [brand]: 'ConnId' };
/** A room at the relay: 16 bytes, as 32 lower-case hexadecimal characters. */
export type RoomId = string & { readonly [brand]: 'RoomId' };
/** A member: the first 16 hexadecimal characters of its key's fingerprint. */
export type MemberId = string & { readonly [brand]: 'MemberId' };

/** Makes an id of exactly as many bytes as its kind has; anything else is a bug of the caller, whose parser gave the bytes. */
export const ids = {
  conn: (bytes: Uint8Array): ConnId => sized(bytes, 16) as ConnId,
  room: (bytes: Uint8Array): RoomId => sized(bytes, 16) as RoomId,
  member: (fingerprint: Uint8Array): MemberId => sized(fingerprint.subarray(0, 8), 8) as MemberId,
  bytes: (id: ConnId | RoomId): Uint8Array => fromHex(id) as Uint8Array,
} as const;

function sized(bytes: Uint8Array, length: number): string {
  if (bytes.length !== length) throw new Error(`an id of ${bytes.length} bytes, expected ${length}`);
  return toHex(bytes);
}
