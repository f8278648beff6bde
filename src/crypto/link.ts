import { fromBase32, fromBase64url, toBase32, toBase64url } from '../protocol/base-n.js';
import { modeLetter, modeOfLetter, type Mode } from '../protocol/mode.js';
import { parsed, type Parsed } from '../protocol/parsed.js';

/** What stands behind the # of a link (docs/protocol.md, "Link"). */
export interface LinkSecret {
  readonly mode: Mode;
  /** 32 bytes. */
  readonly s: Uint8Array;
  /** 16 bytes, or empty when the room has no host. */
  readonly hostFp: Uint8Array;
}

export interface Link {
  /** `https://host[:port]`, lower case. */
  readonly origin: string;
  readonly secret: LinkSecret;
  /** An app wrote `%23` for `#`: the secret has been in a request. */
  readonly exposed: boolean;
}

export function formatFragment(secret: LinkSecret): string {
  return `${modeLetter(secret.mode)}.${toBase64url(secret.s)}.${toBase64url(secret.hostFp)}`;
}

export const formatLink = (origin: string, secret: LinkSecret): string => `${origin}/#${formatFragment(secret)}`;

/** The upper-case form for a QR code: before the #, and after it, only characters of its alphanumeric mode. */
export function formatQrParts(origin: string, secret: LinkSecret): readonly [before: string, after: string] {
  return [`${origin.toUpperCase()}/`, `${modeLetter(secret.mode)}.${toBase32(secret.s)}.${toBase32(secret.hostFp)}`];
}

export function parseFragment(fragment: string): Parsed<LinkSecret> {
  const [letter = '', s = '', hostFp = '', ...more] = fragment.split('.');
  const mode = modeOfLetter(letter);
  if (mode === undefined || more.length > 0) return bad('LINK_MALFORMED');
  const secret = bytesOf(s, 43, 52);
  const host = hostFp === '' ? new Uint8Array(0) : bytesOf(hostFp, 22, 26);
  return secret === undefined || host === undefined ? bad('LINK_MALFORMED') : parsed({ mode, s: secret, hostFp: host });
}

/** `reason` is an error code: LINK_MALFORMED or LINK_NO_KEY. */
export function parseLink(text: string): Parsed<Link> {
  const match = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?(?:\/([^#\s]*))?(?:#(\S*))?$/iu.exec(text.trim());
  if (match === null) return bad('LINK_MALFORMED');
  const [, scheme = '', host = '', port = '', path = '', hash] = match;
  const exposed = path.startsWith('%23');
  const fragment = exposed ? path.slice(3) : hash;
  if (fragment === undefined || fragment === '') return bad('LINK_NO_KEY');
  const secret = parseFragment(fragment);
  return secret.ok ? parsed({ origin: `${scheme}://${host}${port}`.toLowerCase(), secret: secret.value, exposed }) : secret;
}

const bad = (code: 'LINK_MALFORMED' | 'LINK_NO_KEY') => ({ ok: false, reason: code }) as const;

function bytesOf(text: string, base64Length: number, base32Length: number): Uint8Array | undefined {
  if (text.length === base64Length) return fromBase64url(text);
  return text.length === base32Length ? fromBase32(text) : undefined;
}
