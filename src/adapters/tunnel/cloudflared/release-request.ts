import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { ChatError } from '../../../protocol/chat-error.js';

/** GitHub, and where it sends those who ask for a file of a release. */
export const RELEASE_HOSTS: readonly string[] = [
  'github.com',
  'objects.githubusercontent.com',
  'release-assets.githubusercontent.com',
  'github-releases.githubusercontent.com',
];

const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface ReleaseRequest {
  readonly url: string;
  /** Hosts that may be asked, a port included where it is not 443. */
  readonly hosts: readonly string[];
  /** Whose certificates to believe; absent: the system's. */
  readonly ca?: string;
  readonly signal: AbortSignal;
}

export const downloadFailed = (why: string, cause?: unknown): ChatError => new ChatError('TUNNEL_DOWNLOAD_FAILED', why, cause);

/** https to a known host, or nothing. The query is not told: GitHub signs its redirects there. */
const permitted = (text: string, base: string | undefined, hosts: readonly string[]): URL => {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (url === undefined) throw downloadFailed('The answer leads to an address that is none.');
  const where = `${url.protocol}//${url.host}`;
  if (url.protocol !== 'https:') throw downloadFailed(`The answer leads to ${where}, which is not https.`);
  if (!hosts.includes(url.host)) throw downloadFailed(`The answer leads to ${where}, which is not a host of this release.`);
  return url;
};

const answerOf = (url: URL, { ca, signal }: ReleaseRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = { 'user-agent': 'chattrace', accept: 'application/octet-stream', 'accept-encoding': 'identity' };
    request(url, { headers, signal, agent: false, ...(ca === undefined ? {} : { ca }) })
      .on('response', resolve)
      .on('upgrade', (_answer, socket) => {
        socket.destroy();
        reject(downloadFailed(`${url.host} answered 101.`));
      })
      .on('error', reject)
      .on('close', () => reject(downloadFailed(`${url.host} ended the connection without an answer.`)))
      .end();
  });

/** The file's bytes as they come. Throws ChatError TUNNEL_DOWNLOAD_FAILED for an answer, or a way there, that is not as it should be. */
export async function requestRelease(wanted: ReleaseRequest): Promise<IncomingMessage> {
  let url = permitted(wanted.url, undefined, wanted.hosts);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await answerOf(url, wanted);
    const status = answer.statusCode ?? 0;
    if (status === 200) return answer;
    answer.destroy();
    if (!REDIRECTS.has(status)) throw downloadFailed(`${url.host} answered ${status}.`);
    url = permitted(answer.headers.location ?? '', url.href, wanted.hosts);
  }
  throw downloadFailed(`More than ${MOST_REDIRECTS} redirects.`);
}
