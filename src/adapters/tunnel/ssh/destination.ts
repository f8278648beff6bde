import { malformed, parsed, type Parsed } from '../../../protocol/parsed.js';

/** `[user@]host[:port]`; an IPv6 address stands in brackets. */
export interface SshDestination {
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
}

/** Neither user nor host may begin with a dash: ssh would take it for an option. */
const PATTERN =
  /^(?:([A-Za-z0-9_][\w.+-]{0,63})@)?([A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{1,5}))?$/u;

export function parseSshDestination(text: string): Parsed<SshDestination> {
  const [, user, host, port] = PATTERN.exec(text) ?? [];
  if (host === undefined || Number(port ?? 22) > 65_535 || Number(port ?? 22) === 0) return malformed('expected [user@]host[:port]');
  return parsed({ user, host: host.replace(/^\[|\]$/gu, ''), port: port === undefined ? undefined : Number(port) });
}
