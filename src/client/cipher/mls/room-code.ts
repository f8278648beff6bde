import { roomCode } from '../../../crypto/room-code.js';
import type { Group } from '../../../crypto/group.js';
import { labels } from '../../../crypto/labels.js';
import type { CipherEvent } from '../room-cipher.js';

const SECRET_BYTES = 32;

/** What everybody who is in the group now sees, and nobody else can. */
export async function roomCodeOf(group: Group): Promise<CipherEvent> {
  const secret = await group.exporter(labels.roomCode, new Uint8Array(0), SECRET_BYTES);
  const code = roomCode(secret);
  secret.fill(0);
  return { type: 'room-code', code };
}
