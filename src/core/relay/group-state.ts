import type { GroupState, Room } from './relay-state.js';

export function createGroup(used = false): GroupState {
  return {
    used,
    members: new Set(),
    leaves: new Set(),
    waiting: new Map(),
    uncovered: new Map(),
    asks: new Set(),
    passed: new Set(),
    lease: undefined,
    welcoming: undefined,
    resetAsks: new Map(),
  };
}

/** Another group for who comes next: nothing of this one counts any more. */
export function replaceGroup(room: Room): void {
  room.group = createGroup(room.group.used);
  room.gen += 1;
  room.epoch = 0;
}

/** Overwrites what waited. Not before the end: a frame may still be on its way to the holder of a lease. */
export function wipeGroup({ waiting, lease, welcoming }: GroupState): void {
  for (const list of [waiting.values(), lease?.joins ?? [], welcoming?.joins ?? []]) for (const { frame } of list) frame.fill(0);
}

export function waitingBytes({ waiting }: GroupState): number {
  let bytes = 0;
  for (const { frame } of waiting.values()) bytes += frame.length;
  return bytes;
}
