import { frameTypes } from '../../src/protocol/frame-type.js';
import { createRoomWorld, type Guest, type RoomWorld } from './room-world.js';

/** Everything private that was said to it, with the name of who said it. */
export const privately = (guest: Guest): readonly string[] =>
  guest.member.view.items.flatMap((item) =>
    item.type === 'message' && item.private !== undefined && !item.from.self ? [`${item.private.with.nick}: ${item.text}`] : [],
  );

/** What it said itself, each with its state. */
export const statesOf = (guest: Guest): readonly string[] =>
  guest.member.view.items.flatMap((item) => (item.type === 'message' && item.from.self ? [`${item.text} ${item.state}`] : []));

export function tell(from: Guest, to: Guest, text: string): void {
  const told = from.member.tell(to.member.view.self.id, { text });
  if (!told.ok) throw new Error(told.reason);
}

/** A host, ana and bob in a group. Which of them has the lower key, and so makes the groups of two, is the seed's to say. */
export async function trio(seed = 1): Promise<{ readonly world: RoomWorld; readonly ana: Guest; readonly bob: Guest }> {
  const world = await createRoomWorld({ mode: 'mls', seed });
  const ana = world.guest('ana');
  const bob = world.guest('bob');
  await world.run(1_000);
  return { world, ana, bob };
}

/** From now on a RESUME of this member is refused: it gets a fresh place, and is let in anew. */
export function losePlace(world: RoomWorld, guest: Guest): void {
  world.relay.hooks.toRelay = (bytes) => {
    if (bytes[1] !== frameTypes.RESUME) return [bytes];
    delete world.relay.hooks.toRelay;
    const text = Buffer.from(bytes.subarray(26)).toString();
    const other = text.replace(/"token":"(.)/, (_, first: string) => `"token":"${first === 'A' ? 'B' : 'A'}`);
    return [new Uint8Array([...bytes.subarray(0, 26), ...Buffer.from(other)])];
  };
  guest.wire().cut();
}
