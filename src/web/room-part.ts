import { createMember } from '../client/member.js';
import { there } from '../protocol/part.js';
import { createRoom } from './room/room.js';
import { memberParts } from './room/member-parts.js';
import { createRoomAbout } from './screens/room-about.js';

/**
 * A member, all that is seen of its room, and what the join card says of it beside the most important. It is fetched while that card is
 * looked at; whatever uses it is reached through it.
 */
export const roomPart = there({ createMember, createRoom, createRoomAbout, memberParts });
