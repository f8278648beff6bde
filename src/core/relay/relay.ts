import type { RoomId } from '../../protocol/ids.js';
import { assertNever } from '../../protocol/parsed.js';
import { closeCodes } from '../../protocol/relay-code.js';
import { drained } from './bulk.js';
import { tick } from './expiry.js';
import { waitingBytes } from './group-state.js';
import { frameArrived, garbageArrived } from './frames.js';
import { closed, connected } from './links.js';
import { ordered } from './messages.js';
import type { RelayEffect } from './relay-effect.js';
import type { LinkKey, RelayEvent } from './relay-event.js';
import type { RelayEnv, RelayState } from './relay-state.js';
import { closeRoom } from './room-end.js';
import { invite } from './rooms.js';
import { log, type Step } from './step.js';
import { tellRoom } from './tell.js';

/** An empty relay: it knows no room until one is opened from inside. */
export function createRelay(): RelayState {
  return {
    rooms: new Map(),
    links: new Map(),
    strangers: new Set(),
    returning: new Set(),
    invites: new Map(),
    departed: new Map(),
    armedAt: undefined,
    ended: false,
  };
}

/** Takes in what happened, changes the state in place, and answers what is to be done, in this order. */
export function stepRelay(state: RelayState, event: RelayEvent, env: RelayEnv): RelayEffect[] {
  const step: Step = { state, now: env.now, random: env.random, effects: [] };
  if (!state.ended) take(step, event);
  else if (event.type === 'connected') step.effects.push({ type: 'close', link: event.link, code: closeCodes.ended });
  return step.effects;
}

/** This link speaks for a member, and is no stranger any more. */
export const hasPlace = (state: RelayState, link: LinkKey): boolean => state.links.get(link)?.stage.stage === 'joined';

/** How much a relay holds: for the receipt and for tests. Members count while their place is kept. */
export function relayCounts(state: RelayState): { links: number; members: number; rooms: number; bufferedBytes: number } {
  let [members, bufferedBytes] = [0, 0];
  for (const room of state.rooms.values()) {
    members += room.places.size;
    bufferedBytes += room.buffer.bytes + waitingBytes(room.group);
  }
  return { links: state.links.size, members, rooms: state.rooms.size, bufferedBytes };
}

function take(step: Step, event: RelayEvent): void {
  switch (event.type) {
    case 'connected':
      return connected(step, event.link, event.inside);
    case 'frame':
      return frameArrived(step, event.link, event.bytes);
    case 'garbage':
      return garbageArrived(step, event.link);
    case 'closed':
      return closed(step, event.link, event.code);
    case 'ordered':
      return ordered(step, event.roomId, event.seq, event.entry);
    case 'drained':
      return drained(step, event.link, event.bytes);
    case 'tick':
      return tick(step);
    case 'invite':
      return invite(step.state, event.ticketHash, event.max);
    case 'exposed':
      return exposed(step, event.roomId);
    case 'end':
      return end(step);
    default:
      assertNever(event);
  }
}

/** Whoever makes up a secret alarms nobody: no room has it. */
function exposed(step: Step, roomId: RoomId): void {
  const room = step.state.rooms.get(roomId);
  if (room === undefined) return;
  tellRoom(step, room, 'NOTICE', { code: 'exposed' });
  log(step, { type: 'link-exposed' });
}

function end(step: Step): void {
  const { state, effects } = step;
  for (const link of state.links.keys()) effects.push({ type: 'close', link, code: closeCodes.ended });
  for (const room of state.rooms.values()) closeRoom(step, room);
  state.links.clear();
  state.strangers.clear();
  state.returning.clear();
  state.invites.clear();
  state.departed.clear();
  state.ended = true;
}
