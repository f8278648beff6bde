import { fromBase32, fromBase64url, toBase32, toBase64url } from '../protocol/base-n.js';
import { modeLetter, modeOfLetter, type Mode } from '../protocol/mode.js';
import { parsed, type Parsed } from '../protocol/parsed.js';
import { isTicketFragment, parseTicketFragment, TICKET_WORD, type RoomTicket } from './room-ticket.js';

/** What stands behind the # of a link (docs/protocol.md, "Link"). */
export interface LinkSecret {
  readonly mode: Mode;
  /** 32 bytes. */
  readonly s: Uint8Array;
  /** 16 bytes, or empty when the room has no host. */
  readonly hostFp: Uint8Array;
}

/** Leads into a room, or lets who comes first make one. */
export type LinkKey = LinkSecret | RoomTicket;

export interface Link {
  /** `https://host[:port]`, lower case. */
  readonly origin: string;
  readonly secret: LinkKey;
  /** An app wrote `%23` for `#`: the secret has been in a request. */
  readonly exposed: boolean;
}

export function formatFragment(secret: LinkKey): string {
  if (secret.mode === 'new') return `${TICKET_WORD}.${toBase64url(secret.ticket)}`;
  return `${modeLetter(secret.mode)}.${toBase64url(secret.s)}.${toBase64url(secret.hostFp)}`;
}

export const formatLink = (origin: string, secret: LinkKey): string => `${origin}/#${formatFragment(secret)}`;

/** The upper-case form for a QR code: before the #, and after it, only characters of its alphanumeric mode. */
export function formatQrParts(origin: string, secret: LinkKey): readonly [before: string, after: string] {
  const before = `${origin.toUpperCase()}/`;
  if (secret.mode === 'new') return [before, `${TICKET_WORD.toUpperCase()}.${toBase32(secret.ticket)}`];
  return [before, `${modeLetter(secret.mode)}.${toBase32(secret.s)}.${toBase32(secret.hostFp)}`];
}

/** `reason` is an error code: LINK_MALFORMED, LINK_CUT or MODE_UNSUPPORTED. */
export function parseFragment(fragment: string): Parsed<LinkKey> {
  if (isTicketFragment(fragment)) return parseTicketFragment(fragment);
  const [letter = '', s = '', hostFp, ...more] = fragment.split('.');
  const mode = modeOfLetter(letter);
  if (more.length > 0 || !/^[a-z0-9]\./iu.test(fragment)) return bad('LINK_MALFORMED');
  if (mode === undefined) return bad('MODE_UNSUPPORTED');
  // A room without a host has the second dot too: what has none was cut, and would lead there without the host's mark.
  if (hostFp === undefined) return bad(s.length <= S_LENGTHS[1] ? 'LINK_CUT' : 'LINK_MALFORMED');
  if (s.length < S_LENGTHS[0] || (hostFp !== '' && hostFp.length < HOST_LENGTHS[0])) return bad('LINK_CUT');
  const secret = bytesOf(s, S_LENGTHS);
  const host = hostFp === '' ? new Uint8Array(0) : bytesOf(hostFp, HOST_LENGTHS);
  return secret === undefined || host === undefined ? bad('LINK_MALFORMED') : parsed({ mode, s: secret, hostFp: host });
}

/** `reason` is an error code: LINK_NO_KEY, or one of `parseFragment`. */
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

const bad = (code: 'LINK_MALFORMED' | 'LINK_CUT' | 'LINK_NO_KEY' | 'MODE_UNSUPPORTED') => ({ ok: false, reason: code }) as const;

/** Of S and of the host's mark, in base64url and in base32. */
const S_LENGTHS = [43, 52] as const;
const HOST_LENGTHS = [22, 26] as const;

function bytesOf(text: string, [base64Length, base32Length]: readonly [number, number]): Uint8Array | undefined {
  if (text.length === base64Length) return fromBase64url(text);
  return text.length === base32Length ? fromBase32(text) : undefined;
}
