import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/protocol/frame.js';
import { createRoomWorld, type Guest, type RoomWorld } from '../../helpers/room-world.js';

interface SlowWay {
  readonly guest: Guest;
  /** Frames that it sent, by type. */
  readonly sent: (type: string) => number;
  /** Gives it what came so far; what comes from now on waits for the next time. */
  readonly pass: (what?: string) => Promise<void>;
}

/** A guest to whom nothing comes after its place, until the test says so. */
async function slowGuest(world: RoomWorld): Promise<SlowWay> {
  const held: Uint8Array[] = [];
  const sent: string[] = [];
  const link = world.relay.wires.length;
  const typeOf = (bytes: Uint8Array): string => {
    const frame = parseFrame(bytes);
    return frame.ok ? frame.value.type : 'garbage';
  };
  let passing = false;
  world.relay.hooks.toRelay = (bytes, wire) => {
    if (wire.link === link) sent.push(typeOf(bytes));
    return [bytes];
  };
  world.relay.hooks.toMember = (bytes, wire) => {
    if (passing || wire.link !== link || typeOf(bytes) === 'HELLO_OK') return [bytes];
    held.push(bytes);
    return [];
  };
  const guest = world.guest('ana');
  const pass = async (last?: string): Promise<void> => {
    const end = last === undefined ? held.length : held.findIndex((bytes) => typeOf(bytes) === last) + 1;
    passing = true;
    for (const bytes of held.splice(0, end)) guest.wire().inject('member', bytes);
    await world.settle();
    passing = false;
  };
  await world.settle();
  return { guest, sent: (type) => sent.filter((one) => one === type).length, pass };
}

describe('a newcomer', () => {
  test('that is let in late gives the host time to show itself, and asks nobody to let it in again', async () => {
    const world = await createRoomWorld({ mode: 'mls' });
    const { guest, sent, pass } = await slowGuest(world);
    await world.run(4_500);
    expect(sent('KEYPKG')).toBe(1);
    await pass('WELCOME');
    expect(guest.member.view).toMatchObject({ phase: 'joined', confirmed: false });
    await world.run(4_500);
    await pass();
    expect(guest.member.view.confirmed).toBe(true);
    expect(sent('KEYPKG')).toBe(1);
    expect(world.relay.state.rooms.values().next().value?.epoch).toBe(1);
  });

  test('that the host does not answer asks again 10 s after it was let in', async () => {
    const world = await createRoomWorld({ mode: 'mls' });
    const { sent, pass } = await slowGuest(world);
    await world.run(4_500);
    await pass('WELCOME');
    await world.run(9_950);
    expect(sent('KEYPKG')).toBe(1);
    await world.run(100);
    expect(sent('KEYPKG')).toBe(2);
  });
});
