import type { IncomingHttpHeaders } from 'node:http';
import type { RoomId } from '../protocol/ids.js';
import { exposedRoom } from './exposed-room.js';
import type { KnownHosts } from './known-hosts.js';

/** The parts of a request that decide whether it is looked at. */
export interface RequestHead {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they came: of a header that came twice `headers` has one. */
  readonly rawHeaders: readonly string[];
}

/** `exposed`: the path is the secret of this room's link. */
export interface Refusal {
  readonly status: 400 | 405 | 413 | 414 | 421;
  readonly exposed?: RoomId;
}

/** Nothing here has a longer path. */
const URL_CHARS = 512;

/** A # in a path, however often it was encoded, also where a proxy passes the whole address on. */
const ENCODED_FRAGMENT = /^(?:https?:\/\/[^/?#]*)?\/*(?:#|%(?:25)*23)/i;

/** What is refused before anything else is read of it; `undefined` when there is nothing against it. */
export function refusalOf(request: RequestHead, hosts: KnownHosts): Refusal | undefined {
  const { method = '', url = '', headers } = request;
  const fragment = ENCODED_FRAGMENT.exec(url);
  if (fragment !== null) return withSecret(url.slice(fragment[0].length));
  const [host, ...more] = hostsOf(request.rawHeaders);
  if (host === undefined || more.length > 0) return { status: 400 };
  if (!hosts.has(host)) return { status: 421 };
  if (method !== 'GET' && method !== 'HEAD') return { status: 405 };
  if (url.length > URL_CHARS) return { status: 414 };
  if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0') return { status: 413 };
  if (headers.upgrade !== undefined && !/^\/ws(?:\?|$)/.test(url)) return { status: 400 };
  return undefined;
}

function withSecret(fragment: string): Refusal {
  const room = exposedRoom(fragment);
  return room === undefined ? { status: 400 } : { status: 400, exposed: room };
}

const hostsOf = (raw: readonly string[]): readonly string[] =>
  raw.filter((_value, at) => at % 2 === 1 && raw[at - 1]?.toLowerCase() === 'host');
