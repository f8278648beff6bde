/** Where plain http leads. `private`: nobody else is on the way. `network`: whoever is in this network can be. `far`: anybody. */
export type Nearness = 'private' | 'network' | 'far';

/** This computer, or an onion service, whose address is its key and whose way is encrypted by Tor. */
const PRIVATE = /^(?:localhost|127\.[\d.]+|\[::1\]|[a-z2-7]{56}\.onion)$/u;
/** Numbers that no network outside knows (RFC 1918, RFC 3927, RFC 4193, RFC 4291). A name could lead anywhere. */
const NETWORK =
  /^(?:10\.[\d.]+|192\.168\.[\d.]+|169\.254\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|\[f[cd][\da-f]{2}:[\da-f:]+\]|\[fe[89ab][\da-f]:[\da-f:]+\])$/u;

/** `host` as in a URL, where numbers have one form. */
export function nearnessOf(host: string): Nearness {
  if (PRIVATE.test(host)) return 'private';
  return NETWORK.test(host) ? 'network' : 'far';
}
