import type { TunnelErrorCode } from '../../../core/ports/tunnel.js';

/** What a line of a provider's output tells. */
export type Said = { readonly url: string } | { readonly code: TunnelErrorCode; readonly why: string };

/** A public service that takes `ssh -R`. What each prints was taken from its documentation and from public logs. */
export interface Provider {
  /** Its hosts: this one and those below it. */
  readonly host: string;
  /** Used when the destination names none: ssh would give away the user's name on this computer. */
  readonly user: string;
  readonly port: number;
  readonly listenPort: number;
  readonly command: readonly string[];
  /** Whether the user's keys are offered. A key tells who somebody is. */
  keys(user: string): boolean;
  /** Standard output alone: that is the session, the rest is ssh. */
  read(line: string): Said | undefined;
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/u;
const WHY_CHARS = 300;
// oxlint-disable-next-line eslint/no-control-regex -- colours of a terminal are what is looked for
const COLOURS = /\u001B\[[0-9;]*[A-Za-z]/gu;

const refusal = (text: string): Said => ({
  code: /rate|too many|limit/iu.test(text) ? 'TUNNEL_RATE_LIMITED' : 'TUNNEL_FORWARD_REFUSED',
  why: text.slice(0, WHY_CHARS),
});

/** The first https URL of a line whose host ends as one of the provider's, and is no page of its own. */
const urlBelow = (line: string, endings: readonly string[]): Said | undefined => {
  for (const [, host = ''] of line.replaceAll(COLOURS, '').matchAll(/https:\/\/([a-z0-9.-]+)(?![a-z0-9.@:-])/gu))
    if (HOST_NAME.test(host) && endings.some((ending) => host.endsWith(ending))) return { url: `https://${host}` };
  return undefined;
};

const objectIn = (line: string): Readonly<Record<string, unknown>> | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
};

/** One JSON object a line. The name may change while it lives; the event comes again then. */
const readLocalhostRun = (line: string): Said | undefined => {
  const { event, address, status = 'success', authz_code: authorized = 'OK', message } = objectIn(line) ?? {};
  if (event !== 'tcpip-forward') return undefined;
  if (status !== 'success' || authorized !== 'OK') return refusal(typeof message === 'string' ? message : 'the forwarding was refused');
  const host = typeof address === 'string' ? address.replace(/^https:\/\//u, '') : '';
  return HOST_NAME.test(host) && host !== 'admin.localhost.run' ? { url: `https://${host}` } : undefined;
};

const providers: readonly Provider[] = [
  {
    host: 'localhost.run',
    user: 'nokey',
    port: 22,
    listenPort: 80,
    command: ['--output', 'json'],
    keys: (user) => user !== 'nokey',
    read: readLocalhostRun,
  },
  {
    host: 'pinggy.io',
    user: 'free',
    port: 443,
    listenPort: 0,
    command: [],
    keys: () => false,
    read: (line) => urlBelow(line, ['.pinggy.link', '.pinggy-free.link', '.free.pinggy.net', '.a.pinggy.io']),
  },
  {
    host: 'serveo.net',
    user: 'guest',
    port: 22,
    listenPort: 80,
    command: [],
    keys: () => true,
    read: (line) => (line.includes('Forwarding HTTP traffic from') ? urlBelow(line, ['.serveo.net', '.serveousercontent.com']) : undefined),
  },
];

export const providerOf = (host: string): Provider | undefined =>
  providers.find((provider) => host === provider.host || host.endsWith(`.${provider.host}`));
