import type { RoomId } from '../../protocol/ids.js';
import type { OrderEntry } from '../relay/relay-event.js';

/**
 * Gives every frame of a room its place: seq rises by one, entries of one sender keep their order. `ordered` may be called before
 * `submit` returns (in process) or later (over a store).
 */
export interface Order {
  submit(roomId: RoomId, entry: OrderEntry): void;
  forget(roomId: RoomId): void;
}

export type Ordered = (roomId: RoomId, seq: number, entry: OrderEntry) => void;
