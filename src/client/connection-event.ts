import type { SecretBytes } from '../crypto/secret-bytes.js';
import type { Clock } from '../core/ports/clock.js';
import type { Random } from '../core/ports/random.js';
import type { Connect } from '../core/ports/transport.js';
import type { Control } from '../protocol/control.js';
import type { MemberErrorCode } from '../protocol/member-error.js';
import type { EndReason } from '../protocol/event.js';
import type { Frame } from '../protocol/frame.js';
import type { ConnId, RoomId } from '../protocol/ids.js';
import type { Place, RelayOrder } from './cipher/room-cipher.js';

export interface ConnectionOptions {
  readonly roomId: RoomId;
  readonly cap: SecretBytes;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly random: Random;
  readonly giveUpMs: number;
  /** The link names a host: then nobody else can say that the session has ended. */
  readonly hosted: boolean;
  /** Opens the room with the HELLO, when it is not there yet. */
  readonly ticket?: Uint8Array | undefined;
  /** We come from the same room under another link: not to reach it at once is a break, and no reason to give up. */
  readonly moved?: boolean;
  /** The host's OPEN, sent before its HELLO. */
  readonly open?: () => Uint8Array;
  readonly emit: (event: ConnectionEvent) => void;
}

export type ConnectionEvent =
  /** A fresh place: at first, or because the old one is gone. */
  | { readonly type: 'placed'; readonly place: Place }
  /** The old place; what was missed follows. Which places are taken, as the relay says. */
  | { readonly type: 'resumed'; readonly taken: readonly ConnId[] }
  /** The old place, and what was missed has come: what was not echoed has not arrived there. Who is here and away, as the relay says. */
  | ({ readonly type: 'caught-up' } & Pick<Control<'RESUMED'>, 'here' | 'away' | 'locked'>)
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'order'; readonly order: RelayOrder }
  /** The group is given up: everybody asks for a place again. */
  | { readonly type: 'reset' }
  | { readonly type: 'left'; readonly conn: ConnId }
  | { readonly type: 'notice'; readonly code: string; readonly conn: ConnId | undefined; readonly bytes?: number | undefined }
  | { readonly type: 'refused'; readonly code: string }
  | { readonly type: 'state'; readonly state: 'online' | 'silent' | 'reconnecting' }
  | { readonly type: 'garbage' }
  | { readonly type: 'ended'; readonly reason: EndReason; readonly code: MemberErrorCode };
