import type { MemberErrorCode } from '../protocol/member-error.js';
import type { EndReason } from '../protocol/event.js';
import type { Access } from './access.js';
import type { Identity, Place, RoomCipher } from './cipher/room-cipher.js';
import type { FileDesk } from './file-desk.js';
import type { MemberEvent, MemberOptions } from './member-api.js';

export interface EngineOptions {
  readonly member: MemberOptions;
  readonly access: Access;
  readonly cipher: RoomCipher;
  readonly files: FileDesk;
  /** The same room by another secret (32 bytes; new ones when there is none). */
  readonly next: (s?: Uint8Array) => Access;
  /** The room goes on there: what led to it before can be ended. */
  readonly moved: (to: Access) => void;
  /** Who we are at this place, by the nick of now. */
  readonly self: (place: Place) => Identity;
  readonly emit: (event: MemberEvent) => void;
  /** Everything that was said has been ordered. */
  readonly allSent: () => void;
  readonly ended: (reason: EndReason, code?: MemberErrorCode) => void;
}
