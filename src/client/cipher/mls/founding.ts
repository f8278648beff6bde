import { JoinKeys } from '../../../crypto/group-keys.js';
import { Group } from '../../../crypto/group.js';
import { controlFrame } from '../../../protocol/control-frame.js';
import { ByteWriter } from '../../../protocol/byte-writer.js';
import { concat } from '../../../protocol/bytes.js';
import type { CipherEvent } from '../room-cipher.js';
import type { MlsOptions, Scope } from './scope.js';

/** Makes the group of a generation, with ourselves alone in it. */
export async function found(scope: Scope, { seed, random }: MlsOptions, nick: string): Promise<Group> {
  const keys = await JoinKeys.make(scope.credential(nick), seed, scope.setup);
  const id = concat(new ByteWriter(4).u32(scope.place.gen).done(), random(16));
  return Group.create(id, keys, scope.setup);
}

/** That the group of this generation is given up, and all make another. */
export const askForReset = ({ place: { gen } }: Scope): CipherEvent => ({ type: 'send', frame: controlFrame('RESET', { gen }) });
