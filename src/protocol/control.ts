import { fromBase64url, toBase64url } from './base-n.js';
import type { ControlType } from './frame-type.js';
import { ids, type ConnId } from './ids.js';
import { limits } from './limits.js';
import { malformed, parsed, type Parsed } from './parsed.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** Fields of every control body: docs/protocol.md, "Control bodies". A trailing `?` marks what may be absent. */
export const controlFields = {
  OPEN: { room: 'b16', capHash: 'b32', max: 'uint', locked: 'bool', hosted: 'bool?', removed: 'ids?' },
  HELLO: { room: 'b16', cap: 'b32', ticket: 'b16?' },
  HELLO_OK: {
    conn: 'b16',
    token: 'b16',
    gen: 'uint',
    epoch: 'uint',
    seq: 'uint',
    n: 'uint',
    first: 'bool',
    pending: 'bool',
    here: 'ids',
    away: 'ids',
  },
  RESUME: { room: 'b16', cap: 'b32', conn: 'b16', token: 'b16', seq: 'uint' },
  RESUMED: { token: 'b16', gen: 'uint', epoch: 'uint', seq: 'uint', locked: 'bool', here: 'ids', away: 'ids' },
  LEASE: { lease: 'b16', epoch: 'uint', joins: 'ids', left: 'ids' },
  COMMIT_NO: { epoch: 'uint' },
  LEFT: { conn: 'b16?', why: 'word?' },
  RESET: { gen: 'uint' },
  NOTICE: { code: 'word', conn: 'b16?', bytes: 'uint?' },
  ERR: { code: 'word', retryMs: 'uint?' },
  PING: { t: 'uint' },
  PONG: { t: 'uint' },
  PEEK: { room: 'b16', cap: 'b32', ticket: 'b16?' },
  PEEKED: { n: 'uint', full: 'bool', locked: 'bool' },
} as const satisfies Record<ControlType, Record<string, string>>;

interface Kinds {
  b16: Uint8Array;
  b32: Uint8Array;
  uint: number;
  bool: boolean;
  word: string;
  ids: readonly ConnId[];
}
type Fields = typeof controlFields;
type Required<F> = { readonly [K in keyof F as F[K] extends keyof Kinds ? K : never]: F[K] extends keyof Kinds ? Kinds[F[K]] : never };
type Optional<F> = {
  readonly [K in keyof F as F[K] extends `${string}?` ? K : never]?: F[K] extends `${infer B extends keyof Kinds}?` ? Kinds[B] : never;
};

/** The body of a control frame. The relay says it; members believe it for nothing that matters. */
export type Control<T extends ControlType> = Required<Fields[T]> & Optional<Fields[T]>;

export function encodeControl<T extends ControlType>(type: T, body: Control<T>): Uint8Array {
  const out: Record<string, unknown> = {};
  for (const field of Object.keys(controlFields[type])) {
    const value = (body as Record<string, unknown>)[field];
    if (value !== undefined) out[field] = value instanceof Uint8Array ? toBase64url(value) : value;
    if (Array.isArray(value)) out[field] = (value as ConnId[]).map((id) => toBase64url(ids.bytes(id)));
  }
  return encodeUtf8(JSON.stringify(out));
}

export function parseControl<T extends ControlType>(type: T, bytes: Uint8Array): Parsed<Control<T>> {
  const object = parseObject(bytes);
  if (object === undefined) return malformed(`${type}: not a JSON object`);
  const body: Record<string, unknown> = {};
  for (const [field, declared] of Object.entries<string>(controlFields[type])) {
    const optional = declared.endsWith('?');
    const raw = Object.hasOwn(object, field) ? object[field] : undefined;
    if (raw === undefined && optional) continue;
    const value = readers[(optional ? declared.slice(0, -1) : declared) as keyof Kinds](raw);
    if (value === undefined) return malformed(`${type}: field ${field}`);
    body[field] = value;
  }
  return parsed(body as Control<T>);
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  if (bytes.length > limits.controlBytes) return undefined;
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function sizedBytes(raw: unknown, size: number): Uint8Array | undefined {
  const bytes = typeof raw === 'string' && raw.length <= 64 ? fromBase64url(raw) : undefined;
  return bytes?.length === size ? bytes : undefined;
}

function connIds(raw: unknown): readonly ConnId[] | undefined {
  if (!Array.isArray(raw) || raw.length > limits.membersMost) return undefined;
  const list = raw.map((item) => sizedBytes(item, 16));
  return list.every((item) => item !== undefined) ? list.map((item) => ids.conn(item)) : undefined;
}

const readers: { readonly [K in keyof Kinds]: (raw: unknown) => Kinds[K] | undefined } = {
  b16: (raw) => sizedBytes(raw, 16),
  b32: (raw) => sizedBytes(raw, 32),
  uint: (raw) => (typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 0 ? raw : undefined),
  bool: (raw) => (typeof raw === 'boolean' ? raw : undefined),
  word: (raw) => (typeof raw === 'string' && /^[a-z0-9_-]{1,32}$/.test(raw) ? raw : undefined),
  ids: connIds,
};
