import { controlFrame } from '../../protocol/control-frame.js';
import type { Control } from '../../protocol/control.js';
import type { ControlType } from '../../protocol/frame-type.js';
import { limits } from '../../protocol/limits.js';
import type { LogEvent } from '../log-event.js';
import type { RelayEffect } from './relay-effect.js';
import type { LinkKey } from './relay-event.js';
import type { Link, RelayEnv, RelayState, Room } from './relay-state.js';

/** One step: the relay's state, time and chance, and what it wants done so far. */
export interface Step extends RelayEnv {
  readonly state: RelayState;
  readonly effects: RelayEffect[];
}

export function tell<T extends ControlType>(step: Step, link: Link, type: T, body: Control<T>): void {
  step.effects.push({ type: 'send', link: link.key, frame: controlFrame(type, body) });
}

/** To everybody connected to the room now. */
export function tellRoom<T extends ControlType>(step: Step, room: Room, type: T, body: Control<T>): void {
  broadcast(step, room, snapshotOf(room), controlFrame(type, body));
}

export function broadcast(step: Step, room: Room, links: readonly LinkKey[], frame: Uint8Array): void {
  if (links.length > 0) step.effects.push({ type: 'broadcast', room: room.id, links, frame });
}

export function log(step: Step, event: LogEvent): void {
  step.effects.push({ type: 'log', event });
}

/**
 * Something now waits for time to pass. Every such time is at least `helloMs` away, and no tick is asked for later than that,
 * so a new wish is never earlier than the one that stands.
 */
export function wantTick(step: Step): void {
  if (step.state.armedAt === undefined) arm(step, step.now + limits.helloMs);
}

export function arm(step: Step, at: number): void {
  step.state.armedAt = at;
  step.effects.push({ type: 'arm', at });
}

/** The connected links: one array for as long as they are the same. */
export function snapshotOf(room: Room): readonly LinkKey[] {
  if (room.snapshot !== undefined) return room.snapshot;
  const links: LinkKey[] = [];
  for (const { presence } of room.places.values()) if (presence.state === 'here') links.push(presence.link.key);
  room.snapshot = links;
  return links;
}
