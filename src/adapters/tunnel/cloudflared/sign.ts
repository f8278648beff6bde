import type { TunnelErrorCode } from '../../../core/ports/tunnel.js';

/** What a line of cloudflared's output tells. */
export type Sign =
  /** Its own HTTP server on 127.0.0.1. */
  | { readonly type: 'metrics'; readonly port: number }
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: 'registered' }
  /** It does not get through to Cloudflare, and goes on trying. */
  | { readonly type: 'edge'; readonly why: string }
  /** It will end. `sure`: by the status of the answer, which counts more than what its body looks like. */
  | { readonly type: 'failure'; readonly code: TunnelErrorCode; readonly why: string; readonly sure: boolean };

/** The row of the box, and no other text with a URL: the address of the service is in error texts too. */
const BOX_ROW = /^\|\s+https:\/\/([a-z0-9-]{1,63}\.trycloudflare\.com)\s+\|$/;
const API_HOST = 'api.trycloudflare.com';

/** A row of the box, or its border: it says nothing to whoever looks for a cause. */
export const isFrame = (message: string): boolean => /^(?:\+-+\+|\|.*\|)$/s.test(message);

const METRICS = /^Starting metrics server on 127\.0\.0\.1:(\d{1,5})\/metrics$/;

const EDGE =
  /Failed to (?:dial a|create new) quic connection|Unable to establish connection with Cloudflare edge|TLS handshake with edge error|failed to dial to edge/;

interface Line {
  readonly message: string;
  readonly error: string;
  readonly status: string;
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** JSON when it is; the last line before an exit, and what a library prints, is plain. */
const parse = (text: string): Line => {
  try {
    const { message, error, status_code: status } = JSON.parse(text) as Record<string, unknown>;
    return { message: textIn(message), error: textIn(error), status: textIn(status) };
  } catch {
    // A line that was cut is no JSON any more.
    return { message: text, error: '', status: /"status_code":"(\d{3}[^"]{0,60})"/.exec(text)?.[1] ?? '' };
  }
};

/** What a person can read of a line: `message: error (status)`. */
export const readable = (text: string): string => {
  const { message, error, status } = parse(text);
  return [message, error].filter((part) => part !== '').join(': ') + (status === '' ? '' : ` (${status})`);
};

const byStatus = (status: string): TunnelErrorCode | undefined => {
  const number = /^\d{3}\b/.exec(status)?.[0];
  if (number === undefined || number.startsWith('2')) return undefined;
  return number === '429' ? 'TUNNEL_RATE_LIMITED' : 'TUNNEL_API_DOWN';
};

/** First match wins. The service answers "error code: 1015" when it is asked too often, which then is no JSON, or has no id. */
const byText: readonly (readonly [RegExp, TunnelErrorCode])[] = [
  [/429 Too Many Requests|error code: 1015/, 'TUNNEL_RATE_LIMITED'],
  [/failed to unmarshal quick Tunnel: invalid character 'e'|invalid UUID length: 0/, 'TUNNEL_RATE_LIMITED'],
  [/failed to request quick Tunnel: .*(?:dial tcp|Client\.Timeout|deadline exceeded|handshake timeout)/, 'TUNNEL_OFFLINE'],
  [/failed to (?:request|read|unmarshal|parse) quick[ -][Tt]unnel/, 'TUNNEL_API_DOWN'],
  [/^setpriv: failed to execute/, 'TUNNEL_BINARY_MISSING'],
];

const failure = ({ message, error, status }: Line, why: string): Sign | undefined => {
  const sure = byStatus(status);
  if (sure !== undefined) return { type: 'failure', code: sure, why, sure: true };
  const code = byText.find(([pattern]) => pattern.test(`${message} ${error}`))?.[1];
  return code === undefined ? undefined : { type: 'failure', code, why, sure: false };
};

/** One line of output, without its end; `undefined`: it tells nothing that matters. */
export const readSign = (text: string): Sign | undefined => {
  const line = parse(text);
  const host = BOX_ROW.exec(line.message)?.[1];
  if (host !== undefined && host !== API_HOST) return { type: 'url', url: `https://${host}` };
  const port = Number(METRICS.exec(line.message)?.[1]);
  if (port > 0 && port < 65_536) return { type: 'metrics', port };
  if (line.message.startsWith('Registered tunnel connection')) return { type: 'registered' };
  const why = readable(text);
  if (EDGE.test(`${line.message} ${line.error}`)) return { type: 'edge', why };
  return failure(line, why);
};
