import type { RoomKeys } from '../crypto/key-schedule.js';
import type { SecretBytes } from '../crypto/secret-bytes.js';
import type { Random } from '../core/ports/random.js';
import type { Mode } from '../protocol/mode.js';
import { MlsCipher } from './cipher/mls/mls-cipher.js';
import type { RoomCipher } from './cipher/room-cipher.js';
import { plainPart } from './plain-part.js';

/** The cipher that the link's mode names, never another one. For the modes without a group `plainPart` must be there. */
export function makeCipher(
  mode: Mode,
  parts: { keys: RoomKeys; seed: SecretBytes; nick: string; random: Random; hostFp: Uint8Array },
): RoomCipher {
  if (mode === 'mls') return new MlsCipher(parts);
  if (plainPart.now === undefined) throw new Error('a mode without its part');
  const { SignedCipher, clearSeal, sharedKeySeal } = plainPart.now;
  return new SignedCipher({ ...parts, mode, seal: mode === 'none' ? clearSeal : sharedKeySeal(parts.keys, parts.random) });
}
