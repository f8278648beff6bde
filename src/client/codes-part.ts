import { there } from '../protocol/part.js';
import { RoomCodes } from './room-codes.js';

/** What members compare. */
export const codesPart = there({ RoomCodes });
