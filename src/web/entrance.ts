import type { LinkSecret } from '../crypto/link.js';
import type { MemberErrorCode } from '../protocol/member-error.js';
import type { Parsed } from '../protocol/parsed.js';

/** What can be entered here. */
export type Entrance =
  | { readonly state: 'insecure' }
  | { readonly state: 'no-key'; readonly title: string; readonly text: string }
  | { readonly state: 'unusable'; readonly code: MemberErrorCode }
  | {
      readonly state: 'ready';
      readonly secret: LinkSecret;
      /** Of the relay. */
      readonly socket: string;
      /** What has to be known before. */
      readonly notices: readonly string[];
    };

/** With a key, usable or not. */
export const entranceWith = (secret: Parsed<LinkSecret>, socket: string, notices: readonly string[]): Entrance =>
  secret.ok ? { state: 'ready', secret: secret.value, socket, notices } : { state: 'unusable', code: secret.reason as MemberErrorCode };
