import { encodeUtf8 } from '../protocol/utf8.js';
import { sha256 } from './hash.js';
import { labels } from './labels.js';

const ROOM_BYTES = 12;

/**
 * 96 bits of 16 or more bytes of the epoch's exporter. Four words would be 32 bits, and whoever commits could try paths until two groups
 * show the same. Someone in both groups needs about 2^48 paths for that even so: the fingerprints are the stronger comparison.
 */
export const roomCode = (secret: Uint8Array): Uint8Array => sha256(encodeUtf8(labels.roomCode), secret).subarray(0, ROOM_BYTES);
