import { box } from '../../crypto/box.js';
import { openBody, sealBody, type SealedHeader } from '../../crypto/envelope.js';
import type { RoomKeys } from '../../crypto/key-schedule.js';
import type { Random } from '../../core/ports/random.js';

/** What is around a signed message: two seals in mode `shared-key`, nothing in mode `none`. */
export interface MessageSeal {
  seal(header: SealedHeader, inner: Uint8Array): Uint8Array;
  /** `undefined` when it does not open. */
  open(header: SealedHeader, body: Uint8Array): Uint8Array | undefined;
}

export function sharedKeySeal(keys: RoomKeys, random: Random): MessageSeal {
  return {
    seal: (header, inner) => sealBody(keys.env.bytes, header, box.seal(keys.light.bytes, inner, random(24)), random(24)),
    open(header, body) {
      const boxed = openBody(keys.env.bytes, header, body);
      return boxed === undefined ? undefined : box.open(keys.light.bytes, boxed);
    },
  };
}

/** Mode `none`: the relay can read everything, and the label says so. */
export const clearSeal: MessageSeal = { seal: (_header, inner) => inner, open: (_header, body) => body };
