import type { IncomingHttpHeaders } from 'node:http';
import { modeOfLetter } from '../protocol/mode.js';

/** The parts of a request that decide whether it is looked at. */
export interface RequestHead {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** `exposed`: the path is a link's secret. */
export interface Refusal {
  readonly status: 400 | 405 | 413 | 414;
  readonly exposed?: true;
}

/** Nothing here has a longer path. */
const URL_CHARS = 512;

/** A # in a path, however often it was encoded, also where a proxy passes the whole address on. */
const ENCODED_FRAGMENT = /^(?:https?:\/\/[^/?#]*)?\/*(?:#|%(?:25)*23)/i;

/** What is refused before anything else is read of it; `undefined` when there is nothing against it. */
export function refusalOf(request: RequestHead): Refusal | undefined {
  const { method = '', url = '', headers } = request;
  const fragment = ENCODED_FRAGMENT.exec(url);
  if (fragment !== null) return isSecret(url.slice(fragment[0].length)) ? { status: 400, exposed: true } : { status: 400 };
  if (method !== 'GET' && method !== 'HEAD') return { status: 405 };
  if (url.length > URL_CHARS) return { status: 414 };
  if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0') return { status: 413 };
  if (headers.upgrade !== undefined && !/^\/ws(?:\?|$)/.test(url)) return { status: 400 };
  return undefined;
}

/** Looks like the secret of a link, whole: anything less is no reason to alarm a room. */
function isSecret(fragment: string): boolean {
  const [, letter = ''] = /^(.)(?:\.|%2e)(?:[\w-]{43}|\w{52})(?![\w-])/i.exec(fragment) ?? [];
  return modeOfLetter(letter) !== undefined;
}
