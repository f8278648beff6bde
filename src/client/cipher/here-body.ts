import { ByteReader } from '../../protocol/byte-reader.js';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { encodeCredential, readCredential, type Credential } from '../../protocol/credential.js';
import { malformed, parsed, type Parsed } from '../../protocol/parsed.js';

/** A nonce of somebody, repeated to show that this was said after it. */
export interface Echo {
  /** `welcome`: I was here before you. `met`: you were here before me. */
  readonly role: 'welcome' | 'met';
  /** The first 8 bytes of the nonce. */
  readonly head: Uint8Array;
}

/** Body of a `here` payload (docs/protocol.md, "Modes L and 0"). */
export interface HereBody {
  readonly credential: Credential;
  /** 16 bytes, fresh at each entry. */
  readonly nonce: Uint8Array;
  readonly echoes: readonly Echo[];
}

const HEAD = 8;

export const nonceHead = (nonce: Uint8Array): Uint8Array => nonce.subarray(0, HEAD);

export function encodeHere(here: HereBody): Uint8Array {
  const out = new ByteWriter().raw(encodeCredential(here.credential)).raw(here.nonce).u8(here.echoes.length);
  for (const echo of here.echoes) out.u8(echo.role === 'welcome' ? 1 : 2).raw(echo.head);
  return out.done();
}

export function parseHere(bytes: Uint8Array): Parsed<HereBody> {
  const read = new ByteReader(bytes);
  const credential = readCredential(read);
  if (!credential.ok) return credential;
  const nonce = read.raw(16);
  const count = read.u8();
  if (read.left !== count * (1 + HEAD)) return malformed('here: length');
  const echoes: Echo[] = [];
  for (let i = 0; i < count; i++) {
    const role = read.u8();
    if (role !== 1 && role !== 2) return malformed('here: unknown role');
    echoes.push({ role: role === 1 ? 'welcome' : 'met', head: read.raw(HEAD) });
  }
  return parsed({ credential: credential.value, nonce, echoes });
}
