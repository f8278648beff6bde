import type { LinkSecret } from '../crypto/link.js';
import type { Part } from '../protocol/part.js';
import { roomPart } from './room-part.js';

type Room = NonNullable<(typeof roomPart)['now']>;

/** The room, and what a member needs to be in such a one. */
export const neededParts = (secret: LinkSecret, ticket: Uint8Array | undefined): Part<Room> => ({
  get now() {
    const room = roomPart.now;
    return room?.memberParts(secret, ticket).now === undefined ? undefined : room;
  },
  async load() {
    const room = await roomPart.load();
    await room.memberParts(secret, ticket).load();
    return room;
  },
});
