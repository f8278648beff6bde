import { createMember } from '../client/member.js';
import { there } from '../protocol/part.js';
import { createRoom } from './room/room.js';
import { memberParts } from './room/member-parts.js';

/** A member, and all that is seen of its room. It is fetched while the join card is looked at; whatever uses it is reached through it. */
export const roomPart = there({ createMember, createRoom, memberParts });
