import { plainPart } from '../client/plain-part.js';
import { commitPart } from '../crypto/commit-part.js';
import type { LinkSecret } from '../crypto/link.js';
import { together, type Part } from '../protocol/part.js';
import { roomPart } from './room-part.js';

type Room = NonNullable<(typeof roomPart)['now']>;

/** Who makes a room is shown its link at once. */
const dialogs: Part<unknown> = {
  get now() {
    return roomPart.now?.dialogsPart.now;
  },
  load: async () => (await roomPart.load()).dialogsPart.load(),
};

/** What a member needs in such a room, and the room itself: where there is no host, whoever is first makes the group. */
export function neededParts({ mode, hostFp }: LinkSecret, ticket: Uint8Array | undefined): Part<Room> {
  const others = together(othersOf(mode, hostFp.length > 0, ticket !== undefined));
  return {
    get now() {
      return others.now === undefined ? undefined : roomPart.now;
    },
    load: () => Promise.all([roomPart.load(), others.load()]).then(([room]) => room),
  };
}

function othersOf(mode: LinkSecret['mode'], hosted: boolean, made: boolean): readonly Part<unknown>[] {
  if (mode !== 'mls') return [plainPart];
  if (made) return [commitPart, dialogs];
  return hosted ? [] : [commitPart];
}
