import { deriveRoomKeys, type RoomKeys } from '../crypto/key-schedule.js';
import type { LinkSecret } from '../crypto/link.js';
import type { SecretBytes } from '../crypto/secret-bytes.js';
import type { Vault } from '../crypto/vault.js';

/** What a link gives: its secret, and the keys that follow from it. */
export interface Access {
  readonly secret: LinkSecret;
  readonly keys: RoomKeys;
  /** All of it that is overwritten in the end. */
  readonly held: readonly SecretBytes[];
}

/** Takes the secret over. */
export function accessBy(secret: LinkSecret, vault: Vault): Access {
  const keys = deriveRoomKeys(secret, vault);
  const { cap, env, mac, psk, light } = keys;
  return { secret, keys, held: [vault.hold(secret.s), cap, env, mac, psk, light] };
}
