import type { RoomKeys } from '../crypto/key-schedule.js';
import type { SecretBytes } from '../crypto/secret-bytes.js';
import type { Random } from '../core/ports/random.js';
import type { Mode } from '../protocol/mode.js';
import { assertNever } from '../protocol/parsed.js';
import { clearSeal, sharedKeySeal } from './cipher/message-seal.js';
import { MlsCipher } from './cipher/mls/mls-cipher.js';
import type { RoomCipher } from './cipher/room-cipher.js';
import { SignedCipher } from './cipher/signed-cipher.js';

/** The cipher that the link's mode names, never another one. */
export function makeCipher(
  mode: Mode,
  parts: { keys: RoomKeys; seed: SecretBytes; nick: string; random: Random; hostFp: Uint8Array },
): RoomCipher {
  switch (mode) {
    case 'shared-key':
      return new SignedCipher({ ...parts, mode, seal: sharedKeySeal(parts.keys, parts.random) });
    case 'none':
      return new SignedCipher({ ...parts, mode, seal: clearSeal });
    case 'mls':
      return new MlsCipher(parts);
    default:
      return assertNever(mode);
  }
}
