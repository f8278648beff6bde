import { describe, expect, test } from 'vitest';
import { controlFrame } from '../../src/protocol/control-frame.js';
import { encodeFrame } from '../../src/protocol/frame.js';
import { ids } from '../../src/protocol/ids.js';
import { limits } from '../../src/protocol/limits.js';
import { roomKey } from '../helpers/relay-talker.js';
import { createRelayRoom, type RelayRoom } from '../helpers/relay-room.js';
import { seededNumbers } from '../helpers/seeded-random.js';

const scale = Number(process.env['CHATTRACE_TEST_SCALE'] ?? 1);
const FRAMES = Math.ceil(100_000 * scale);

type Below = (below: number) => number;

const b16 = new Uint8Array(16).fill(3);
const someone = ids.conn(b16);
const header = { gen: 0, epoch: 0, seq: 0 };
/** One of every type that is made of its fields; the random ones come from these by cutting and changing. */
const samples: readonly Uint8Array[] = [
  ...(['KEYPKG', 'COMMIT', 'WELCOME', 'APP', 'DM', 'BULK'] as const).map((type) =>
    encodeFrame({ type, ...header, to: [someone], body: new Uint8Array(40) }),
  ),
  encodeFrame({ type: 'APP', ...header, to: [], body: new Uint8Array(40) }),
  controlFrame('OPEN', { room: b16, capHash: new Uint8Array(32), max: 5, locked: true, removed: [someone] }),
  controlFrame('HELLO', roomKey()),
  controlFrame('RESUME', { ...roomKey(), conn: b16, token: b16, seq: 0 }),
  controlFrame('LEFT', {}),
  controlFrame('PING', { t: 1 }),
  controlFrame('NOTICE', { code: 'exposed' }),
  ...[0, 1].map((gen) => controlFrame('RESET', { gen })),
  ...[b16, new Uint8Array(16)].map((lease) => controlFrame('LEASE', { lease, epoch: 0, joins: [], left: [] })),
  controlFrame('HELLO', { ...roomKey(2), ticket: b16 }),
];

/** Nonsense, a piece of a frame, or a frame with a few bytes changed. */
function hostile(pick: Below): Uint8Array {
  const sample = samples[pick(samples.length)] as Uint8Array;
  const kind = pick(3);
  if (kind === 0) return Uint8Array.from({ length: pick(200) }, () => pick(256));
  if (kind === 1) return sample.slice(0, pick(sample.length));
  const changed = sample.slice();
  for (let i = pick(4); i >= 0; i--) changed[pick(changed.length)] = pick(256);
  return changed;
}

/** A link that has just connected, with a place or without. */
function attack({ world, stranger, join }: RelayRoom, pick: Below): number {
  if (pick(2) === 0) stranger();
  else join();
  return world.wires.length - 1;
}

describe('frames that nobody should send', () => {
  test(`${FRAMES} of them change nothing for the others, and leave nothing behind`, { timeout: 120_000 * scale }, () => {
    const pick = seededNumbers(7);
    let room = createRelayRoom({ max: 20 });
    let [ana, ben] = [room.join(), room.join()];
    const most = { links: 0, members: 0, bufferedBytes: 0 };
    for (let sent = 0; sent < FRAMES;) {
      const link = attack(room, pick);
      for (let i = pick(20); i >= 0; i--, sent++) room.world.event({ type: 'frame', link, bytes: hostile(pick) });
      room.world.breakLink(link);
      room.world.run(1000);
      for (const key of Object.keys(most) as (keyof typeof most)[]) most[key] = Math.max(most[key], room.world.counts()[key]);
      if (room.world.wires.length < 500) continue;
      const before = ben.texts.length;
      ana.frame('APP', 'still here');
      room.world.pump();
      expect([ana.closedWith, ben.closedWith, ana.errors, ben.errors]).toEqual([undefined, undefined, [], []]);
      expect(ben.texts.slice(before)).toEqual(['still here']);
      room.world.run(limits.awayMs + limits.helloMs);
      expect(room.world.counts()).toEqual({ links: 3, members: 2, rooms: 1, bufferedBytes: 0 });
      expect([room.world.state.strangers.size, room.world.state.departed.size]).toEqual([0, 0]);
      room = createRelayRoom({ max: 20 });
      [ana, ben] = [room.join(), room.join()];
    }
    expect(most.members).toBe(20);
    expect(most.links).toBeLessThanOrEqual(20 + 1 + limits.strangers);
    expect(most.bufferedBytes).toBeLessThan(limits.resumeBytes);
  });
});
