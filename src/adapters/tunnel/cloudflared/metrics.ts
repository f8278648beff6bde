import { get } from 'node:http';

/** It is on this computer: it answers at once, or not at all. */
const ANSWER_MS = 1_000;
const LARGEST_BODY = 4_096;

/** `silent`: nothing answers there, or something that is not cloudflared. */
export type Readiness = 'ready' | 'not-ready' | 'silent';

interface Answer {
  readonly status: number;
  readonly body: string;
}

const ask = (port: number, path: string, signal: AbortSignal): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const request = get({ host: '127.0.0.1', port, path, agent: false, signal: deadline }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
        if (body.length > LARGEST_BODY) request.destroy();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('error', () => resolve(undefined)).on('close', () => resolve(undefined));
  });

/** GET /ready: 200 when a connection to Cloudflare stands, else 503. */
export const readReady = async (port: number, signal: AbortSignal): Promise<Readiness> => {
  const answer = await ask(port, '/ready', signal);
  if (answer?.status === 200) return 'ready';
  return answer?.status === 503 ? 'not-ready' : 'silent';
};

/** GET /quicktunnel: the host it has in hand. */
export const readHostname = async (port: number, signal: AbortSignal): Promise<string | undefined> => {
  const answer = await ask(port, '/quicktunnel', signal);
  try {
    const { hostname } = JSON.parse(answer?.body ?? '') as { readonly hostname?: unknown };
    return typeof hostname === 'string' ? hostname.replace(/^https:\/\//, '') : undefined;
  } catch {
    return undefined;
  }
};
