import type { CipherEvent, RefusedReason } from './room-cipher.js';

/** Something did not verify: all that it leads to. */
export const refused = (reason: RefusedReason): readonly CipherEvent[] => [{ type: 'refused', reason }];

/** `detail`: for those who know the protocol. */
export const groupRefused = (detail: string): CipherEvent => ({ type: 'warn', code: 'GROUP_REFUSED', why: { reason: 'group', detail } });
