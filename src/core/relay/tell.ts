import { controlFrame } from '../../protocol/control-frame.js';
import type { Control } from '../../protocol/control.js';
import type { ControlType } from '../../protocol/frame-type.js';
import type { LinkKey } from './relay-event.js';
import type { Link, Room } from './relay-state.js';
import type { Step } from './step.js';

export function tell<T extends ControlType>(step: Step, link: Link, type: T, body: Control<T>): void {
  step.effects.push({ type: 'send', link: link.key, frame: controlFrame(type, body) });
}

/** To one, after everything that was broadcast in the room before. */
export function tellInOrder<T extends ControlType>(step: Step, link: Link, room: Room, type: T, body: Control<T>): void {
  step.effects.push({ type: 'send', link: link.key, frame: controlFrame(type, body), room: room.id });
}

/** To everybody connected to the room now. */
export function tellRoom<T extends ControlType>(step: Step, room: Room, type: T, body: Control<T>): void {
  broadcast(step, room, snapshotOf(room), controlFrame(type, body));
}

export function broadcast(step: Step, room: Room, links: readonly LinkKey[], frame: Uint8Array): void {
  if (links.length > 0) step.effects.push({ type: 'broadcast', room: room.id, links, frame });
}

/** The connected links: one array for as long as they are the same. */
export function snapshotOf(room: Room): readonly LinkKey[] {
  if (room.snapshot !== undefined) return room.snapshot;
  const links: LinkKey[] = [];
  for (const { presence } of room.places.values()) if (presence.state === 'here') links.push(presence.link.key);
  room.snapshot = links;
  return links;
}
