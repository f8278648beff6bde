import type { RoomId } from '../../protocol/ids.js';
import type { LogEvent } from '../log-event.js';
import type { LinkKey, OrderEntry } from './relay-event.js';

/** What a relay wants done. A home interprets them in order and exhaustively. */
export type RelayEffect =
  /** To one connection. `room`: what was broadcast there before must leave first. */
  | { readonly type: 'send'; readonly link: LinkKey; readonly frame: Uint8Array; readonly room?: RoomId }
  /**
   * To many, with one buffer. `links` is a snapshot that never changes: the same array as long as the room's connections are the same,
   * so a home may gather frames for one array and write them at once.
   * `bulk`: leave out who has more than limits.bulkQueueBytes waiting, and report `drained` for that sender when it has left for all.
   */
  | {
      readonly type: 'broadcast';
      readonly room: RoomId;
      readonly links: readonly LinkKey[];
      readonly frame: Uint8Array;
      readonly bulk?: LinkKey;
    }
  | { readonly type: 'close'; readonly link: LinkKey; readonly code: number }
  | { readonly type: 'order'; readonly roomId: RoomId; readonly entry: OrderEntry }
  /** Wants a `tick` at this time (milliseconds) instead of the one that was asked for before. */
  | { readonly type: 'arm'; readonly at: number }
  /** The room's order can be forgotten. */
  | { readonly type: 'wipe'; readonly roomId: RoomId }
  | { readonly type: 'log'; readonly event: LogEvent };
