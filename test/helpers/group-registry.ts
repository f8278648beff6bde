import { Group } from '../../src/crypto/group.js';
import { fingerprint } from '../../src/crypto/fingerprint.js';
import { toHex } from '../../src/protocol/bytes.js';
import type { Guest } from './room-world.js';

/** The group that each key entered last: members keep theirs to themselves, and a test wants to know whether they agree. */
const groups = new Map<string, Group>();
/** `u32 gen ‖ 16 random bytes`. */
const ROOM_ID = 20;

for (const name of ['create', 'join'] as const) {
  const real = Group[name].bind(Group) as (...all: readonly unknown[]) => Promise<Group>;
  Object.defineProperty(Group, name, {
    value: async (...all: readonly unknown[]) => {
      const group = await real(...all);
      // Those of two members, for their private messages, have another form of id.
      if (group.id.length === ROOM_ID) groups.set(toHex(fingerprint(group.self.sigPk)), group);
      return group;
    },
  });
}

/** `id/epoch/authenticator` of the group that someone is in; `undefined`: in none. */
export function standingOf({ member }: Guest): string | undefined {
  const group = groups.get(member.view.self.fingerprint);
  try {
    return group === undefined ? undefined : `${toHex(group.id)}/${group.epoch}/${toHex(group.authenticator)}`;
  } catch {
    return undefined;
  }
}
