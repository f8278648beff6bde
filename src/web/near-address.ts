/**
 * This computer, an onion service (whose address is its key), or a number that no network outside knows (RFC 1918, RFC 3927): where plain
 * http may lead. A name could lead anywhere. `host` as in a URL, where numbers have one form.
 */
export const isNearAddress = (host: string): boolean =>
  /^(?:localhost|127\.[\d.]+|\[::1\]|10\.[\d.]+|192\.168\.[\d.]+|169\.254\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|\[f[cd][\da-f:]+\]|\[fe[89ab][\da-f:]+\])$/u.test(
    host,
  ) || /^[a-z2-7]{56}\.onion$/u.test(host);
