import { there } from '../protocol/part.js';
import { createRoom } from './room/room.js';
import { dialogsPart } from './room/dialogs-part.js';
import { showInside } from './screens/inside-line.js';
import { createRoomAbout } from './screens/room-about.js';

/** All that is seen of a room, and what the join card says of it beside the most important. It is fetched while the join card is looked at; `dialogsPart` uses it, and so is reached through it. */
export const roomPart = there({ createRoom, createRoomAbout, dialogsPart, showInside });
