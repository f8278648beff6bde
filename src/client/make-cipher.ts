import type { RoomKeys } from '../crypto/key-schedule.js';
import type { SecretBytes } from '../crypto/secret-bytes.js';
import type { Random } from '../core/ports/random.js';
import { ChatError } from '../protocol/chat-error.js';
import type { Mode } from '../protocol/mode.js';
import { assertNever } from '../protocol/parsed.js';
import { clearSeal, sharedKeySeal } from './cipher/message-seal.js';
import type { RoomCipher } from './cipher/room-cipher.js';
import { SignedCipher } from './cipher/signed-cipher.js';

/** The modes that this version can join. */
export const canJoin = (mode: Mode): boolean => mode !== 'mls';

/** The cipher that the link's mode names, never another one. */
export function makeCipher(mode: Mode, parts: { keys: RoomKeys; seed: SecretBytes; nick: string; random: Random }): RoomCipher {
  switch (mode) {
    case 'shared-key':
      return new SignedCipher({ ...parts, mode, seal: sharedKeySeal(parts.keys, parts.random) });
    case 'none':
      return new SignedCipher({ ...parts, mode, seal: clearSeal });
    case 'mls':
      throw new ChatError('MODE_UNSUPPORTED');
    default:
      return assertNever(mode);
  }
}
