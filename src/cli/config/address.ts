import { isIPv4, isIPv6 } from 'node:net';

/** 127.0.0.0/8 and ::1: nobody but this computer. */
export const isLoopback = (address: string): boolean => /^127(\.\d{1,3}){3}$/u.test(address) || address === '::1';

/** Nothing but this computer can reach this origin. */
export function isOfThisComputer(origin: string): boolean {
  const host = hostOf(origin);
  return host === 'localhost' || isLoopback(host);
}

/** The name or number in an origin, an IPv6 one without its brackets. */
export const hostOf = (origin: string): string => new URL(origin).hostname.replace(/^\[|\]$/gu, '');

/** 0.0.0.0 and ::, every address of this computer. */
export const isEvery = (address: string): boolean => address === '0.0.0.0' || address === '::';

/**
 * An address that no network outside knows (RFC 1918, RFC 3927, RFC 6598; RFC 4193, RFC 4291): the only ones that plain http may lead to,
 * and only with --lan.
 */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) {
    const [a = 0, b = 0] = address.split('.').map(Number);
    return (
      a === 10 ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 169 && b === 254) ||
      (a === 100 && b >= 64 && b < 128)
    );
  }
  return isIPv6(address) && /^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/iu.test(address);
}
