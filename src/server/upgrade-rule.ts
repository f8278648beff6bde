import type { IncomingHttpHeaders } from 'node:http';

/** Why an upgrade is refused, as a status; `undefined` when it is not. Checked before `ws`, whose own answers lack our headers. */
export function upgradeRefusal(headers: IncomingHttpHeaders): 400 | 403 | undefined {
  if (headers.upgrade?.toLowerCase() !== 'websocket') return 400;
  if (headers['sec-websocket-version'] !== '13' || headers['sec-websocket-protocol'] !== undefined) return 400;
  if (!/^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')) return 400;
  return isOwnOrigin(headers.origin, headers.host) ? undefined : 403;
}

/**
 * The page of this server, or a program that is no page: those send no Origin. A page that was opened from a file sends `null`, and so does any
 * site's page in a sandboxed frame: those may knock too, with a visitor's network, and get no further, for the capability decides who gets in.
 * All other pages of other sites are kept from knocking.
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined || origin === 'null') return true;
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) return false;
  try {
    const { protocol, host: from } = new URL(origin);
    return /^https?:$/.test(protocol) && from === new URL(`${protocol}//${host}`).host;
  } catch {
    return false;
  }
}
