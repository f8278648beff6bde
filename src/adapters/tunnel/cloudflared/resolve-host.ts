import { Resolver } from 'node:dns/promises';
import { get } from 'node:https';
import type { Clock } from '../../../core/ports/clock.js';
import { within } from '../../../core/within.js';
import { systemClock } from '../../clock.js';

/** Looks a host name up where this computer's own resolver, and its memory of names that are not there, is not involved. Rejects: no answer. */
export type ResolveHost = (host: string, signal: AbortSignal) => Promise<'found' | 'not-there'>;

const SERVERS = ['1.1.1.1', '1.0.0.1'];
const LARGEST_BODY = 65_536;
/** How long others may still find what one has denied; the whole look takes 3 s at most. */
const OTHER_MS = 1_000;
const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

const textOf = (url: string, signal: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    const request = get(url, { headers: { accept: 'application/dns-json' }, agent: false, signal }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
        if (body.length > LARGEST_BODY) request.destroy(new Error('too long an answer'));
      });
      response.on('end', () => (response.statusCode === 200 ? resolve(body) : reject(new Error(`status ${response.statusCode}`))));
    });
    request.on('error', reject);
  });

/** DNS over HTTPS, which networks let through that block DNS (RFC 8484; the JSON form is the server's own). */
const byHttps: ResolveHost = async (host, signal) => {
  const text = await textOf(`https://1.1.1.1/dns-query?name=${encodeURIComponent(host)}&type=A`, signal);
  const { Status: status, Answer: answer } = JSON.parse(text) as { readonly Status?: unknown; readonly Answer?: unknown };
  if (status !== NO_ERROR && status !== NO_SUCH_NAME) throw new Error(`DNS status ${String(status)}`);
  return status === NO_ERROR && Array.isArray(answer) && answer.length > 0 ? 'found' : 'not-there';
};

const byUdp: ResolveHost = async (host, signal) => {
  const resolver = new Resolver({ timeout: 1_500, tries: 2 });
  resolver.setServers(SERVERS);
  signal.addEventListener('abort', () => resolver.cancel(), { once: true });
  try {
    return (await resolver.resolve4(host)).length > 0 ? 'found' : 'not-there';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTFOUND' || code === 'ENODATA') return 'not-there';
    throw error;
  }
};

/**
 * Asks all at once. Whoever has found it is right: a network that gives its own answers, and a memory of names, only ever deny. Nothing but
 * denials, or one and silence, is no.
 */
export const foundByAny =
  (ways: readonly ResolveHost[], clock: Clock = systemClock): ResolveHost =>
  async (host, signal) => {
    const over = new AbortController();
    const asked = ways.map((way) => way(host, AbortSignal.any([signal, over.signal])));
    try {
      if ((await Promise.any(asked)) === 'found') return 'found';
      const found = Promise.any(asked.map(orReject)).catch(() => 'not-there' as const);
      return (await within(clock, OTHER_MS, found)) === 'found' ? 'found' : 'not-there';
    } finally {
      over.abort();
    }
  };

const orReject = async (asked: Promise<'found' | 'not-there'>): Promise<'found'> => {
  if ((await asked) === 'found') return 'found';
  throw new Error('not there');
};

/** At 1.1.1.1. */
export const resolveHost = foundByAny([byHttps, byUdp]);
