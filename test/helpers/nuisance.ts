import { encodeFrame } from '../../src/protocol/frame.js';
import { HostileLeaf } from './hostile-leaf.js';
import type { RoomWorld } from './room-world.js';
import { seededNumbers } from './seeded-random.js';

type Trick = (hostile: HostileLeaf, pick: (below: number) => number) => void | Promise<void>;

const noise = (hostile: HostileLeaf, pick: (below: number) => number): Uint8Array => hostile.random(1 + pick(400));

const repeat: Trick = (hostile, pick) => {
  const frame = hostile.recorded[pick(hostile.recorded.length)];
  if (frame !== undefined) hostile.raw.send(encodeFrame({ ...frame, seq: 0, epoch: pick(2) === 0 ? frame.epoch : frame.epoch + 1 }));
};

/** What a guest without manners can send while it never makes a commit. */
const tricks: readonly Trick[] = [
  (hostile, pick) => hostile.raw.send(noise(hostile, pick).subarray(0, 30)),
  (hostile, pick) => hostile.raw.frame('APP', noise(hostile, pick)),
  (hostile, pick) => hostile.send('APP', noise(hostile, pick)),
  (hostile, pick) => hostile.send('KEYPKG', noise(hostile, pick)),
  (hostile, pick) => hostile.send('COMMIT', noise(hostile, pick)),
  (hostile, pick) => hostile.send('WELCOME', noise(hostile, pick), { to: [hostile.conn] }),
  (hostile, pick) => hostile.send('DM', noise(hostile, pick), { to: [hostile.conn] }),
  (hostile) => hostile.raw.say('RESET', { gen: hostile.scope.place.gen }),
  (hostile) => hostile.raw.say('LEASE', { lease: new Uint8Array(16), epoch: hostile.scope.place.epoch, joins: [], left: [] }),
  async (hostile) => void (await hostile.knock()),
  (hostile) => hostile.follow(),
  repeat,
  repeat,
  repeat,
];

/** Uses whatever lease it has for a commit that nobody can open: the relay cannot see that. */
const spoil: Trick = (hostile, pick) => {
  const lease = hostile.raw.heard('LEASE').at(-1);
  if (lease !== undefined) hostile.send('COMMIT', noise(hostile, pick), { lease: lease.lease, epoch: lease.epoch });
};

/** A guest that does one odd thing after the other. `spoils`: also with commits, so that the room has to begin again. */
export async function nuisance(world: RoomWorld, seed: number, spoils = false): Promise<(what: number) => Promise<void>> {
  const pick = seededNumbers(seed);
  const all = spoils ? [...tricks, spoil, spoil] : tricks;
  const hostile = await new HostileLeaf(world, { seed }).connect();
  let resets = 0;
  let gone = false;
  return async (what) => {
    if (hostile.raw.heard('RESET').length > resets) {
      resets = hostile.raw.heard('RESET').length;
      await hostile.connect();
      // A room whose first member lets nobody in is of no use to anybody.
      gone = hostile.scope.place.first;
      if (gone) hostile.raw.say('LEFT', {});
    }
    if (gone) return;
    await all[what % all.length]?.(hostile, pick);
  };
}
