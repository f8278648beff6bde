import { concat } from '../protocol/bytes.js';
import { ids, type RoomId } from '../protocol/ids.js';
import { modeLetter } from '../protocol/mode.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { hkdfSha256, sha256 } from './hash.js';
import { labels } from './labels.js';
import type { LinkSecret } from './link.js';
import type { SecretBytes } from './secret-bytes.js';
import type { Vault } from './vault.js';

/** What a member derives from a link (docs/protocol.md, "Link"). */
export interface RoomKeys {
  readonly roomId: RoomId;
  /** Opens the socket: 32 bytes. */
  readonly cap: SecretBytes;
  /** Outer seal: 32 bytes. */
  readonly env: SecretBytes;
  /** Binds credentials to the link: 32 bytes. */
  readonly mac: SecretBytes;
  /** Mixed into every MLS addition: 32 bytes. */
  readonly psk: SecretBytes;
  /** Message key of mode `shared-key`: 32 bytes. */
  readonly light: SecretBytes;
}

export function deriveRoomKeys(secret: LinkSecret, vault: Vault): RoomKeys {
  return {
    roomId: roomIdOf(secret),
    cap: vault.hold(capabilityOf(secret)),
    env: vault.hold(derive(secret, labels.env, 32)),
    mac: vault.hold(derive(secret, labels.mac, 32)),
    psk: vault.hold(derive(secret, labels.psk, 32)),
    light: vault.hold(derive(secret, labels.light, 32)),
  };
}

/** The room's id, and nothing else that can be derived from its link. */
export const roomIdOf = (secret: LinkSecret): RoomId => ids.room(derive(secret, labels.room, 16));

/** What opens the socket, and nothing else: 32 bytes. */
export const capabilityOf = (secret: LinkSecret): Uint8Array => derive(secret, labels.cap, 32);

/** What the relay keeps of a capability. */
export const capabilityHash = (cap: Uint8Array): Uint8Array => sha256(cap);

/** Mode and host are in the info: another mode or another host is another room. */
function derive(secret: LinkSecret, label: string, length: number): Uint8Array {
  const prefix = encodeUtf8(labels.protocol + modeLetter(secret.mode));
  const info = concat(prefix, new Uint8Array([secret.hostFp.length]), secret.hostFp, encodeUtf8(label));
  return hkdfSha256(secret.s, encodeUtf8(labels.salt), info, length);
}
