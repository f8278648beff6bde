import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { concat } from './bytes.js';
import { malformed, parsed, type Parsed } from './parsed.js';

/** Numbers of the payload kinds: docs/protocol.md, "Payload". */
export const payloadKinds = {
  text: 1,
  react: 2,
  edit: 3,
  delete: 4,
  typing: 5,
  file: 6,
  here: 7,
  sync: 8,
  rotate: 9,
  nick: 10,
  burn: 11,
  topic: 12,
  mute: 13,
  panic: 14,
  end: 15,
  history: 16,
  dm: 17,
  kick: 18,
  sas: 19,
  offer: 20,
} as const;

export type PayloadKind = keyof typeof payloadKinds;

/** What a message says once it is open. `kind` is undefined for a kind that this program does not know: counted, not shown. */
export interface Payload {
  readonly kind: PayloadKind | undefined;
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** How many counted payloads the sender has sent, with this one if it is counted. */
  readonly n: number;
  /** SHA-256 of the sender's previous counted payload (of the last one, if this is not counted): 32 bytes. */
  readonly p: Uint8Array;
  readonly body: Uint8Array;
}

const VERSION = 1;
const HEADER = 57;
const BUCKETS = [256, 1024, 4096, 16_384, 60_000] as const;
const UNCOUNTED: readonly (PayloadKind | undefined)[] = ['typing', 'file', 'here', 'sync', 'dm', 'sas'];
const KINDS = new Map<number, PayloadKind>(Object.entries(payloadKinds).map(([name, number]) => [number, name as PayloadKind]));

/** A kind that is not known is counted: whoever invented it counted it. */
export const isCounted = (kind: PayloadKind | undefined): boolean => !UNCOUNTED.includes(kind);

/** Without padding: the form whose SHA-256 is the next payload's `p`. */
export function encodePayload(payload: Payload & { readonly kind: PayloadKind }): Uint8Array {
  const out = new ByteWriter(HEADER + payload.body.length);
  out.u8(VERSION).u8(payloadKinds[payload.kind]).raw(payload.id).u32(payload.n).raw(payload.p);
  return out.u24(payload.body.length).raw(payload.body).done();
}

/** Zeros up to the next bucket, so that a length tells little. Throws when it is larger than the largest: callers bound bodies first. */
export function pad(encoded: Uint8Array): Uint8Array {
  const size = BUCKETS.find((bucket) => bucket >= encoded.length);
  if (size === undefined) throw new Error(`a payload of ${encoded.length} bytes fits no bucket`);
  return concat(encoded, new Uint8Array(size - encoded.length));
}

/** `encoded` is the payload without its padding, for hashing. Padding that is not all zeros is malformed. */
export function parsePayload(padded: Uint8Array): Parsed<{ readonly payload: Payload; readonly encoded: Uint8Array }> {
  const read = new ByteReader(padded);
  if (read.u8() !== VERSION) return malformed('payload: unknown version');
  const kind = KINDS.get(read.u8());
  const payload = { kind, id: read.raw(16), n: read.u32(), p: read.raw(32), body: read.raw(read.u24()) };
  if (!read.ok) return malformed('payload: too short');
  const encoded = padded.subarray(0, padded.length - read.left);
  if (!BUCKETS.some((bucket) => bucket === padded.length)) return malformed('payload: not padded');
  if (read.rest().some((byte) => byte !== 0)) return malformed('payload: padding');
  return parsed({ payload, encoded });
}
