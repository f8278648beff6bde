import { parseFragment, type LinkSecret } from '../crypto/link.js';
import type { ErrorCode } from '../protocol/error-code.js';

/** What the address of this page allows. */
export type Entrance =
  | { readonly state: 'insecure' }
  | { readonly state: 'no-key' }
  | { readonly state: 'unusable'; readonly code: ErrorCode }
  | { readonly state: 'ready'; readonly secret: LinkSecret };

/** Parsed anew at each use: a member takes its secret over and overwrites it in the end. */
export function readEntrance(hash: string, mayJoin: boolean): Entrance {
  if (!mayJoin) return { state: 'insecure' };
  if (hash === '' || hash === '#') return { state: 'no-key' };
  const secret = parseFragment(hash.slice(1));
  if (!secret.ok) return { state: 'unusable', code: secret.reason as ErrorCode };
  return { state: 'ready', secret: secret.value };
}

/** The key leaves the address bar and this entry of the history. */
export const removeFragment = (): void => history.replaceState(null, '', location.pathname);
