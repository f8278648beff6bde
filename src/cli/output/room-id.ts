import { deriveRoomKeys } from '../../crypto/key-schedule.js';
import type { LinkSecret } from '../../crypto/link.js';
import { Vault } from '../../crypto/vault.js';
import type { RoomId } from '../../protocol/ids.js';

/** The room's id, and nothing else that can be derived from its link. */
export function roomIdOf(secret: LinkSecret): RoomId {
  const vault = new Vault();
  try {
    return deriveRoomKeys(secret, vault).roomId;
  } finally {
    vault.wipe();
  }
}
