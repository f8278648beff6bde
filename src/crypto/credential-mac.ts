import { ByteWriter } from '../protocol/byte-writer.js';
import { equal } from '../protocol/bytes.js';
import type { Credential } from '../protocol/credential.js';
import { ids, type RoomId } from '../protocol/ids.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { hmacSha256 } from './hash.js';
import { labels } from './labels.js';

/** Where a credential counts: docs/protocol.md, "Identity". */
export interface CredentialScope {
  readonly roomId: RoomId;
  readonly gen: number;
  /** In the group of the room, which is what is meant without a word, or in one of two members: what holds in one holds nowhere else. */
  readonly purpose?: 'room' | 'dm';
}

/** The `m` of a credential: who knows the link vouches for key, nick and place. 32 bytes. */
export function credentialMac(macKey: Uint8Array, scope: CredentialScope, who: Omit<Credential, 'mac'>): Uint8Array {
  const said = new ByteWriter()
    .raw(encodeUtf8(labels[scope.purpose ?? 'room']))
    .raw(ids.bytes(scope.roomId))
    .u32(scope.gen);
  said.raw(ids.bytes(who.conn)).raw(who.sigPk).raw(encodeUtf8(who.nick));
  return hmacSha256(macKey, said.done());
}

export const credentialHolds = (macKey: Uint8Array, scope: CredentialScope, credential: Credential): boolean =>
  equal(credential.mac, credentialMac(macKey, scope, credential));
