import { parseFrame, setSeq, type Frame } from '../../protocol/frame.js';
import type { RoomId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import { refuseCommit, takeCommit, takeWelcome } from './commits.js';
import { settleLeases } from './leases.js';
import { refuseFrame } from './links.js';
import type { OrderEntry } from './relay-event.js';
import type { Link, Place, Room } from './relay-state.js';
import { wantTick, type Step } from './step.js';
import { broadcast, snapshotOf } from './tell.js';

/** Of this group, and sealed under a key that its members still have. */
export const isCurrent = (room: Room, { gen, epoch }: Frame): boolean =>
  gen === room.gen && epoch <= room.epoch && epoch >= room.epoch - limits.epochsBack;

/** A message asks for its place in the order. */
export function submitApp(step: Step, link: Link, { room }: Place, frame: Frame, bytes: Uint8Array): void {
  if (!isCurrent(room, frame)) return refuseFrame(step, link, 'epoch');
  if (room.abandoned) return refuseFrame(step, link, 'unsupported');
  submit(step, link, room, bytes);
}

export function submit(step: Step, link: Link, room: Room, bytes: Uint8Array): void {
  link.unordered += 1;
  step.effects.push({ type: 'order', roomId: room.id, entry: { sender: link.key, frame: bytes } });
}

/** A message has its place: keep it and hand it out, to its sender too. The sender may be gone by now. */
export function ordered(step: Step, roomId: RoomId, seq: number, { sender, frame: bytes }: OrderEntry): void {
  const from = senderOf(step, sender);
  const room = step.state.rooms.get(roomId);
  const frame = parseFrame(bytes);
  if (room === undefined || !frame.ok) return;
  setSeq(bytes, seq);
  room.seq = seq;
  // Nobody is here, nobody can come back.
  if (room.places.size === 0) return;
  // The group was replaced meanwhile.
  if (frame.value.gen !== room.gen) return;
  if (!takeEffect(room, from, frame.value)) return refuseLate(step, room, from, frame.value);
  deliver(step, room, from, { frame: frame.value, seq, bytes });
  if (frame.value.type === 'COMMIT' || frame.value.type === 'WELCOME') settleLeases(step, room);
}

/** Whether it may still be handed out, now that it has its place. */
function takeEffect(room: Room, from: Place | undefined, frame: Frame): boolean {
  if (frame.type === 'COMMIT') return takeCommit(room, from, frame);
  return frame.type !== 'WELCOME' || takeWelcome(room, from, frame);
}

/** Another was first. */
function refuseLate(step: Step, room: Room, from: Place | undefined, { type }: Frame): void {
  if (from?.presence.state !== 'here') return;
  if (type === 'COMMIT') refuseCommit(step, from.presence.link, room);
  else refuseFrame(step, from.presence.link, 'unsupported');
}

interface Numbered {
  readonly frame: Frame;
  readonly seq: number;
  readonly bytes: Uint8Array;
}

function deliver(step: Step, room: Room, from: Place | undefined, { frame, seq, bytes }: Numbered): void {
  const only = frame.to.length === 0 ? undefined : receivers(room, frame, from);
  room.buffer.keep(seq, step.now, bytes, only);
  wantTick(step);
  if (only === undefined) return broadcast(step, room, snapshotOf(room), bytes);
  for (const { presence } of only) {
    if (presence.state === 'here') step.effects.push({ type: 'send', link: presence.link.key, frame: bytes, room: room.id });
  }
}

function senderOf(step: Step, sender: OrderEntry['sender']): Place | undefined {
  const { links, departed } = step.state;
  const link = links.get(sender) ?? departed.get(sender);
  if (link === undefined) return undefined;
  link.unordered -= 1;
  if (link.unordered === 0) departed.delete(sender);
  return link.stage.stage === 'joined' ? link.stage.place : undefined;
}

/** Those named who have a place, and the sender: each once. */
function receivers(room: Room, { to }: Frame, sender: Place | undefined): readonly Place[] {
  const named = new Set<Place>();
  for (const conn of to) {
    const place = room.places.get(conn);
    if (place !== undefined) named.add(place);
  }
  if (sender !== undefined && room.places.get(sender.conn) === sender) named.add(sender);
  return [...named];
}
