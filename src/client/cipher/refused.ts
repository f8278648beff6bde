import type { CipherEvent, RefusedReason } from './room-cipher.js';

/** Something did not verify: all that it leads to. */
export const refused = (reason: RefusedReason): readonly CipherEvent[] => [{ type: 'refused', reason }];
