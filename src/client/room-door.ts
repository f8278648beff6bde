import { capabilityHash, type RoomKeys } from '../crypto/key-schedule.js';
import { controlFrame } from '../protocol/control-frame.js';
import { ids } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';

/** What the host tells its relay of the room, before its HELLO and whenever it changes. */
export class RoomDoor {
  readonly #keys: RoomKeys;
  readonly #most: number;
  locked = false;

  constructor(keys: RoomKeys, most: number = limits.members) {
    this.#keys = keys;
    this.#most = most;
  }

  frame(): Uint8Array {
    const { roomId, cap } = this.#keys;
    return controlFrame('OPEN', { room: ids.bytes(roomId), capHash: capabilityHash(cap.bytes), max: this.#most, locked: this.locked });
  }
}
