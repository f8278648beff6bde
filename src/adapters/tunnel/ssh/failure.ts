import type { TunnelErrorCode } from '../../../core/ports/tunnel.js';

/** What OpenSSH says before it gives up, in the order of how much it tells. */
const TEXTS: readonly (readonly [RegExp, TunnelErrorCode])[] = [
  [/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|revoked host key/u, 'TUNNEL_HOST_KEY'],
  [/Permission denied|Too many authentication failures|no supported authentication methods|Access denied/iu, 'TUNNEL_AUTH_REFUSED'],
  [/remote port forwarding failed|remote forward failure|administratively prohibited/u, 'TUNNEL_FORWARD_REFUSED'],
  [/Temporary failure in name resolution|Network is unreachable|Network is down|No route to host/u, 'TUNNEL_OFFLINE'],
  [/Could not resolve hostname/u, 'TUNNEL_HOST_UNKNOWN'],
  [/Connection timed out|Operation timed out|Connection to \S+ port \d+ timed out/u, 'TUNNEL_EDGE_BLOCKED'],
  [/Too many|rate limit/iu, 'TUNNEL_RATE_LIMITED'],
  [/Connection refused|kex_exchange_identification|banner exchange|Connection (?:closed|reset) by/u, 'TUNNEL_API_DOWN'],
];

/** What it means that ssh has ended with these as its last lines, before it was ready. */
export const sshFailure = (text: string): TunnelErrorCode => TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? 'TUNNEL_EXITED';
