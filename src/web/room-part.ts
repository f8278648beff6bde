import { there } from '../protocol/part.js';
import { createRoom } from './room/room.js';
import { dialogsPart } from './room/dialogs-part.js';

/** All that is seen of a room. It is fetched while the join card is looked at; `dialogsPart` uses it, and so is reached through it. */
export const roomPart = there({ createRoom, dialogsPart });
