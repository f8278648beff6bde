import { capabilityHash, type RoomKeys } from '../crypto/key-schedule.js';
import { controlFrame } from '../protocol/control-frame.js';
import { ids, type ConnId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';

/** As many as fit into one frame: the relay has heard of those before. */
const REMOVED_MOST = 256;

/** What the host tells its relay of the room, before its HELLO and whenever it changes. */
export class RoomDoor {
  #keys: RoomKeys;
  readonly #most: number;
  locked = false;
  #removed: readonly ConnId[] = [];

  constructor(keys: RoomKeys, most: number = limits.members) {
    this.#keys = keys;
    this.#most = most;
  }

  /** Somebody is not to come back to its place. */
  get removes(): boolean {
    return this.#removed.length > 0;
  }

  remove(conn: ConnId): void {
    this.#removed = [...this.#removed, conn].slice(-REMOVED_MOST);
  }

  /** The room is another one, and open. */
  move(keys: RoomKeys): void {
    this.#keys = keys;
    this.#removed = [];
    this.locked = false;
  }

  /** Of the next room, with its keys, as it is opened. */
  frame(next?: RoomKeys): Uint8Array {
    const { roomId, cap } = next ?? this.#keys;
    const settings = next === undefined ? { locked: this.locked, ...(this.removes ? { removed: this.#removed } : {}) } : { locked: false };
    return controlFrame('OPEN', {
      room: ids.bytes(roomId),
      capHash: capabilityHash(cap.bytes),
      max: this.#most,
      hosted: true,
      ...settings,
    });
  }
}
