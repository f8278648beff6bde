import { expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { RelayHome } from '../../src/server/relay-home.js';
import { FakeLink } from '../helpers/fake-link.js';
import { testScale, usedHeap } from '../helpers/heap.js';
import { appFrame, helloFrame, openFrame, peekFrame, testRoom } from '../helpers/relay-frames.js';
import { seededNumbers, seededRandom } from '../helpers/seeded-random.js';
import { Bystanders, openRoom, SocketMember } from '../helpers/socket-member.js';
import { startTestServer } from '../helpers/test-server.js';

const ROOM = testRoom(7);
const OVER_SOCKETS = 20_000 * testScale;
const DIRECTLY = 80_000 * testScale;
/** Frames over one connection. The first that is none ends it, the others arrive at a closed door. */
const EACH = 20;
const MEGABYTE = 2 ** 20;

/** Noise, cut-off frames, and frames with some bytes changed, the same for the same seed. */
function frameMaker(seed: number): () => Uint8Array {
  const number = seededNumbers(seed);
  const random = seededRandom(seed + 1);
  const originals = [helloFrame(ROOM), peekFrame(ROOM), appFrame(random(300)), appFrame(random(40)), openFrame(testRoom(8))];
  const original = (): Uint8Array => (originals[number(originals.length)] as Uint8Array).slice();
  const makers = [
    () => random(number(200)),
    () => original().subarray(0, number(60)),
    () => {
      const bytes = original();
      for (let changes = 1 + number(4); changes > 0; changes--) bytes[number(Math.min(bytes.length, 40))] = number(256);
      return bytes;
    },
  ];
  return () => (makers[number(makers.length)] as () => Uint8Array)();
}

test(`${OVER_SOCKETS} random and truncated frames over sockets: every connection ends, two people go on talking, memory stays`, async () => {
  const { server, port } = await startTestServer();
  await openRoom(server, ROOM);
  const bystanders = await Bystanders.join(port, ROOM);
  const make = frameMaker(1);
  const attack = async (): Promise<void> => {
    const intruder = await SocketMember.connect(port);
    for (let i = 0; i < EACH; i++) intruder.send(make());
    // One that happens to be right so far may still wait for its next frame: nothing makes it wait longer.
    intruder.socket.close(1000);
    expect([1000, 1005, 1006, 4001, 4003, 4005]).toContain(await intruder.closed());
  };
  const round = async (connections: number): Promise<void> => {
    for (let i = 0; i < connections; i++) await attack();
    await bystanders.talk();
  };
  const rounds = 10;
  const connections = OVER_SOCKETS / EACH / rounds;
  await round(connections);
  const before = usedHeap();
  for (let i = 1; i < rounds; i++) await round(connections);
  expect(usedHeap() - before).toBeLessThan(8 * MEGABYTE);
  expect(server.endRelay().sockets).toBeLessThanOrEqual(3 + 1);
});

test(`${DIRECTLY} more, fed directly to strangers and members: nothing is thrown, nothing is kept`, () => {
  const home = new RelayHome({ clock: systemClock, random: seededRandom(3), log: () => undefined });
  home.accept(new FakeLink(), true).frame(openFrame(ROOM));
  const make = frameMaker(2);
  const feed = (frames: number): void => {
    for (let i = 0; i < frames; i += 2) {
      const link = new FakeLink();
      const events = home.accept(link, false);
      // Every other one is in the room when it begins.
      if (i % 4 === 0) events.frame(helloFrame(ROOM));
      events.frame(make());
      events.frame(make());
      events.closed(1000);
    }
  };
  feed(DIRECTLY / 10);
  const before = usedHeap();
  feed((DIRECTLY * 9) / 10);
  expect(usedHeap() - before).toBeLessThan(8 * MEGABYTE);
  expect(home.end().sockets).toBe(1);
});
