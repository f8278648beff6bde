import type { LinkKey } from '../crypto/link.js';
import type { LinkErrorCode } from '../protocol/link-error.js';
import type { Parsed } from '../protocol/parsed.js';
import { relayUrl } from '../protocol/relay-url.js';
import type { Sentence } from './language.js';
import type { NoKeyReason } from './screens/no-key-screen.js';
import { roomOf, type WantedRoom } from './new-room.js';

/** What can be entered here. */
export type Entrance =
  | { readonly state: 'insecure' }
  | { readonly state: 'no-key'; readonly why: NoKeyReason }
  /** `pastePart` must be there to tell. */
  | { readonly state: 'altered' }
  | {
      readonly state: 'ready';
      readonly room: WantedRoom;
      readonly origin: string;
      /** Of the relay. */
      readonly socket: string;
      /** What has to be known before. */
      readonly notices: readonly Sentence[];
    };

/** With a key, usable or not. */
export const entranceWith = (key: Parsed<LinkKey>, origin: string, notices: readonly Sentence[]): Entrance =>
  key.ok
    ? { state: 'ready', room: roomOf(key.value), origin, socket: relayUrl(origin), notices }
    : { state: 'no-key', why: key.reason as LinkErrorCode };
