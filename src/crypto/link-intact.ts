import { parseFragment } from './link.js';

/** As a QR code has it: in base32. */
const OF_QR = /^(?:\w\.[A-Z2-7]{52}\.(?:[A-Z2-7]{26})?|NEW\.[A-Z2-7]{26})$/;

/**
 * What stands behind a # has come as it was written: it is whole, and its secret has letters of both cases, or is that of a QR code. Of all
 * else link-repair.ts must tell what has become of it.
 */
export function isIntact(fragment: string): boolean {
  const [, secret = ''] = fragment.split('.');
  return (OF_QR.test(fragment) || (/[a-z]/.test(secret) && /[A-Z]/.test(secret))) && parseFragment(fragment).ok;
}
