import type { Clock } from '../core/ports/clock.js';
import type { ConnId, MemberId } from '../protocol/ids.js';
import type { MemberEvent } from './member-api.js';

export interface RoomStateOptions {
  readonly clock: Clock;
  /** From the link; empty when the room has no host. */
  readonly hostFp: Uint8Array;
  /** To hear the host is to be sure of the room. */
  readonly presenceConfirms: boolean;
  readonly emit: (event: MemberEvent) => void;
  /** Someone has come, or has come back to another place. */
  readonly greet: (conn: ConnId) => void;
  /** The host has said inside the group that the room goes on under a link with this secret. */
  readonly rotated: (s: Uint8Array) => void;
  /** A `file` payload. False: it cannot be read. */
  readonly file: (from: MemberId, body: Uint8Array, privately: boolean) => boolean;
  /** The host has said inside the group that the session ends. */
  readonly hostEnded: () => void;
}
