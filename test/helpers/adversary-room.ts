import { expect } from 'vitest';
import { controlFrame } from '../../src/protocol/control-frame.js';
import { encodeFrame, parseFrame, type Frame } from '../../src/protocol/frame.js';
import type { FrameType } from '../../src/protocol/frame-type.js';
import type { Room } from '../../src/core/relay/relay-state.js';
import { encodeTextBody } from '../../src/protocol/text-body.js';
import type { ConnId } from '../../src/protocol/ids.js';
import { HostileLeaf } from './hostile-leaf.js';
import { standingOf } from './group-registry.js';
import { createRoomWorld, type Guest, type RoomWorld, type RoomWorldOptions } from './room-world.js';

export interface AdversaryRoom {
  readonly world: RoomWorld;
  readonly host: Guest;
  readonly ana: Guest;
  readonly ben: Guest;
}

/** The host, ana and ben, who have met. */
export async function adversaryRoom(options: RoomWorldOptions = {}): Promise<AdversaryRoom> {
  const world = await createRoomWorld({ mode: 'mls', ...options });
  const [ana, ben] = [world.guest('ana'), world.guest('ben')];
  await world.run(2_000);
  return { world, host: world.host, ana, ben };
}

/** And mallory, who is let in as everybody is. */
export async function roomWithInsider(options: RoomWorldOptions = {}): Promise<AdversaryRoom & { readonly mallory: HostileLeaf }> {
  const room = await adversaryRoom(options);
  return { ...room, mallory: await HostileLeaf.in(room.world) };
}

export const words = (text: string): Uint8Array => encodeTextBody({ style: 'said', text });

export function frameOf(bytes: Uint8Array): Frame {
  const frame = parseFrame(bytes);
  if (!frame.ok) throw new Error(frame.reason);
  return frame.value;
}

/** Everything of some types that passes on the wires, in both directions, from now on. */
export function listen({ relay }: RoomWorld, ...types: readonly FrameType[]): { readonly up: Frame[]; readonly down: Frame[] } {
  const heard = { up: [] as Frame[], down: [] as Frame[] };
  const { toRelay, toMember } = relay.hooks;
  relay.hooks.toRelay = (bytes, wire) => {
    const frame = parseFrame(bytes);
    if (frame.ok && types.includes(frame.value.type)) heard.up.push(frame.value);
    return toRelay?.(bytes, wire) ?? [bytes];
  };
  relay.hooks.toMember = (bytes, wire) => {
    const frame = parseFrame(bytes);
    if (frame.ok && types.includes(frame.value.type)) heard.down.push(frame.value);
    return toMember?.(bytes, wire) ?? [bytes];
  };
  return heard;
}

/** Frames of these types do not reach this member any more; `undo` lets them through again. */
export function withhold({ relay }: RoomWorld, from: Guest, matches: (frame: Frame) => boolean): { readonly held: Frame[]; undo(): void } {
  const held: Frame[] = [];
  relay.hooks.toMember = (bytes, wire) => {
    if (wire !== from.wire()) return [bytes];
    const frame = parseFrame(bytes);
    if (!frame.ok || !matches(frame.value)) return [bytes];
    held.push(frame.value);
    return [];
  };
  return { held, undo: () => void delete relay.hooks.toMember };
}

/** The relay gives a member what nobody sent it, with the next number. */
export const inject = (to: Guest, frame: Frame, seq = 10_000 + frame.seq): void =>
  to.wire().inject('member', encodeFrame({ ...frame, seq }));

/** The relay asks a member for a commit on its own account. */
export function lease(to: Guest, epoch: number, joins: readonly ConnId[], left: readonly ConnId[] = []): Uint8Array {
  const id = new Uint8Array(16).fill(42);
  to.wire().inject('member', controlFrame('LEASE', { lease: id, epoch, joins, left }));
  return id;
}

/** They are in one group and agree on everything before. */
export function expectTogether(...guests: readonly Guest[]): void {
  const standings = guests.map(standingOf);
  expect(standings).not.toContain(undefined);
  expect(new Set(standings).size, standings.join(' ')).toBe(1);
  for (const { member } of guests) expect(member.view).toMatchObject({ phase: 'joined', confirmed: true });
}

/** And they hear each other. */
export async function expectTalk(world: RoomWorld, ...guests: readonly Guest[]): Promise<void> {
  expectTogether(...guests);
  const at = world.relay.clock.now();
  for (const { member } of guests) member.say({ text: `${member.view.self.nick} at ${at}` });
  await world.run(2_000);
  for (const one of guests) {
    for (const { member } of guests) expect(one.texts(member.view.self.nick)).toContain(`${member.view.self.nick} at ${at}`);
  }
}

const roomOf = ({ relay }: RoomWorld): Room => [...relay.state.rooms.values()][0] as Room;

/** Of the room, as the relay counts. */
export const epochOf = (world: RoomWorld): number => roomOf(world).epoch;

/** The place of a member that is here. */
export function connOf(world: RoomWorld, guest: Guest): ConnId {
  const { link } = guest.wire();
  for (const place of roomOf(world).places.values())
    if (place.presence.state === 'here' && place.presence.link.key === link) return place.conn;
  throw new Error('it has no place');
}
