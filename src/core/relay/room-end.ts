import { wipeGroup } from './group-state.js';
import type { Room } from './relay-state.js';
import type { Step } from './step.js';

/** Forgets it, and overwrites what is kept of it. */
export function closeRoom({ state, effects }: Step, room: Room): void {
  state.rooms.delete(room.id);
  room.buffer.wipe();
  wipeGroup(room.group);
  room.capHash.fill(0);
  effects.push({ type: 'wipe', roomId: room.id });
}
