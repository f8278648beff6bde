import type { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { ids, type ConnId } from './ids.js';
import { malformed, parsed, type Parsed } from './parsed.js';
import { parseNick } from './nick.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** Who a member is: docs/protocol.md, "Identity". Nothing in it is true before `mac` was checked. */
export interface Credential {
  readonly nick: string;
  readonly conn: ConnId;
  /** Ed25519, 32 bytes. */
  readonly sigPk: Uint8Array;
  /** HMAC-SHA256 under K_mac, 32 bytes. */
  readonly mac: Uint8Array;
}

const VERSION = 1;
const FLAGS = 0;

export function encodeCredential(credential: Credential): Uint8Array {
  const nick = encodeUtf8(credential.nick);
  const out = new ByteWriter().u8(VERSION).u8(FLAGS).u8(nick.length).raw(nick);
  return out.raw(ids.bytes(credential.conn)).raw(credential.sigPk).raw(credential.mac).done();
}

export function readCredential(read: ByteReader): Parsed<Credential> {
  if (read.u8() !== VERSION) return malformed('credential: unknown version');
  if (read.u8() !== FLAGS) return malformed('credential: unknown flags');
  const text = decodeUtf8(read.raw(read.u8()));
  const nick = text === undefined ? malformed('not UTF-8') : parseNick(text);
  const connBytes = read.raw(16);
  const keys = { sigPk: read.raw(32), mac: read.raw(32) };
  if (!read.ok) return malformed('credential: too short');
  if (!nick.ok) return malformed(`credential: nick: ${nick.reason}`);
  return parsed({ nick: nick.value, conn: ids.conn(connBytes), ...keys });
}
