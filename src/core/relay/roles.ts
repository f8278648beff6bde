import type { GroupState, Place, Room } from './relay-state.js';

/** Those in the group, as far as the relay can tell. Who broke before it spoke may not even know that it has made one. */
export const settled = ({ members, waiting }: GroupState): readonly Place[] =>
  [...members].filter((place) => !waiting.has(place) && (place.heard || place.presence.state === 'here'));

/** The host's own connection, from inside the relay's process. */
export const isHost = ({ presence }: Place): boolean => presence.state === 'here' && presence.link.inside;

export const hasHost = (room: Room): boolean => room.hosted && [...room.places.values()].some(isHost);
