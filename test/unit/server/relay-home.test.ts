import { expect, test } from 'vitest';
import type { LogEvent } from '../../../src/core/log-event.js';
import { concat } from '../../../src/protocol/bytes.js';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import type { MemberFrameType } from '../../../src/protocol/frame-type.js';
import { encodeFrame } from '../../../src/protocol/frame.js';
import { ids } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';
import type { LinkEvents } from '../../../src/server/link.js';
import { RelayHome } from '../../../src/server/relay-home.js';
import { createFakeClock } from '../../helpers/fake-clock.js';
import { FakeLink } from '../../helpers/fake-link.js';
import { appFrame, bulkFrame, helloFrame, openFrame, readControl, readFrame, testRoom } from '../../helpers/relay-frames.js';
import { seededRandom } from '../../helpers/seeded-random.js';

const ROOM = testRoom(7);

interface Joined {
  readonly link: FakeLink;
  readonly events: LinkEvents;
}

function setUp() {
  const clock = createFakeClock();
  const logs: LogEvent[] = [];
  const home = new RelayHome({ clock, random: seededRandom(1), log: (event) => logs.push(event) });
  const enter = (inside = false): Joined => {
    const link = new FakeLink();
    return { link, events: home.accept(link, inside) };
  };
  enter(true).events.frame(openFrame(ROOM));
  /** Members in the room, whose links show only what came after that. */
  const members = (count: number): readonly Joined[] => {
    const joined = Array.from({ length: count }, () => enter());
    for (const { link, events } of joined) {
      events.frame(helloFrame(ROOM));
      readControl('HELLO_OK', link.frames[0] as Uint8Array);
    }
    clock.advance(10);
    for (const { link } of joined) link.batches.splice(0);
    return joined;
  };
  return { clock, logs, home, enter, members };
}

const bodies = (link: FakeLink): readonly number[] => link.frames.map((frame) => readFrame(frame).body[0] as number);

test('a message goes to everybody, its sender too, and its bytes are built once', () => {
  const { members } = setUp();
  const [a, b] = members(2);
  a?.events.frame(appFrame(new Uint8Array([1])));
  expect(a?.link.types).toEqual(['APP']);
  expect(b?.link.batches[0]).toBe(a?.link.batches[0]);
  expect(readFrame(a?.link.frames[0] as Uint8Array).seq).toBe(1);
});

test('what is sent to one never overtakes what was broadcast before', () => {
  const { clock, members } = setUp();
  const [a, b] = members(2);
  // Someone who is not here: only the sender gets it back.
  const nobody = [ids.conn(new Uint8Array(16))];
  for (const n of [1, 2]) a?.events.frame(appFrame(new Uint8Array([n])));
  a?.events.frame(appFrame(new Uint8Array([3]), nobody));
  a?.events.frame(appFrame(new Uint8Array([4])));
  clock.advance(10);
  expect(bodies(a?.link as FakeLink)).toEqual([1, 2, 3, 4]);
  expect(bodies(b?.link as FakeLink)).toEqual([1, 2, 4]);
});

test('a member with too much waiting is skipped and closed, the others get everything', () => {
  const { clock, members } = setUp();
  const [a, slow, b] = members(3);
  if (a === undefined || slow === undefined || b === undefined) throw new Error('no members');
  const say = (n: number): void => {
    a.events.frame(appFrame(new Uint8Array([n])));
    clock.advance(10);
  };
  slow.link.backlog = limits.queueBytes;
  say(1);
  expect(slow.link.closes).toEqual([]);
  slow.link.backlog = limits.queueBytes + 1;
  for (const n of [2, 3]) say(n);
  slow.events.frame(appFrame(new Uint8Array([9])));
  clock.advance(10);
  expect(slow.link.closes).toEqual([4008]);
  expect(bodies(slow.link)).toEqual([1]);
  for (const { link } of [a, b]) {
    const messages = link.frames.map(readFrame).filter(({ type }) => type === 'APP');
    expect(messages.map(({ body }) => body[0])).toEqual([1, 2, 3]);
    expect(link.types).toEqual(['APP', 'APP', 'NOTICE', 'APP']);
  }
});

test('bulk leaves out who has much waiting, and gives the credit back when it has left for all', async () => {
  const { members } = setUp();
  const [a, busy, b, c] = members(4);
  if (a === undefined || busy === undefined || b === undefined || c === undefined) throw new Error('no members');
  busy.link.backlog = limits.bulkQueueBytes + 1;
  a.events.frame(bulkFrame(new Uint8Array(1000)));
  expect([a, busy, b, c].map(({ link }) => link.types)).toEqual([[], [], ['BULK'], ['BULK']]);
  b.link.drain();
  expect(a.link.frames).toEqual([]);
  c.link.drain();
  expect(readControl('NOTICE', a.link.frames[0] as Uint8Array)).toEqual({ code: 'credit', bytes: bulkFrame(new Uint8Array(1000)).length });
});

test('bulk that nobody can take gives the credit back too', async () => {
  const { members } = setUp();
  const [a, busy] = members(2);
  if (a === undefined || busy === undefined) throw new Error('no members');
  busy.link.backlog = limits.bulkQueueBytes + 1;
  a.events.frame(bulkFrame(new Uint8Array(1000)));
  await Promise.resolve();
  expect(a.link.types).toEqual(['NOTICE']);
});

test('bulk that somebody does not read holds up nobody for long, and its credit comes back once', () => {
  const { clock, members } = setUp();
  const [a, deaf] = members(2);
  if (a === undefined || deaf === undefined) throw new Error('no members');
  a.events.frame(bulkFrame(new Uint8Array(1000)));
  expect(deaf.link.types).toEqual(['BULK']);
  clock.advance(limits.bulkLeftMs - 1);
  expect(a.link.types).toEqual([]);
  clock.advance(1);
  expect(a.link.types).toEqual(['NOTICE']);
  a.events.frame(bulkFrame(new Uint8Array(2000)));
  deaf.link.drain();
  clock.advance(limits.bulkLeftMs);
  expect(a.link.frames.map((frame) => readControl('NOTICE', frame))).toEqual(
    [1000, 2000].map((size) => ({ code: 'credit', bytes: bulkFrame(new Uint8Array(size)).length })),
  );
});

test('who answers no ping is cut after two, who answers stays', () => {
  const { clock, members } = setUp();
  const [silent, alive, talking] = members(3);
  if (silent === undefined || alive === undefined || talking === undefined) throw new Error('no members');
  for (let beat = 0; beat < 3; beat++) {
    clock.advance(limits.pingMs);
    alive.events.alive();
    talking.events.frame(appFrame(new Uint8Array([beat])));
  }
  expect([silent, alive, talking].map(({ link }) => link.terminated)).toEqual([true, false, false]);
  expect([silent.link.pings, alive.link.pings]).toEqual([2, 3]);
  clock.advance(10);
  expect(alive.link.types).toContain('NOTICE');
});

test('who says nothing at all is told so and closed', () => {
  const { clock, enter } = setUp();
  const { link } = enter();
  clock.advance(2 * limits.helloMs);
  expect(readControl('ERR', link.frames[0] as Uint8Array)).toEqual({ code: 'hello_late' });
  expect(link.closes).toEqual([4002]);
});

test.each([
  [limits.queueBytes, { closes: [4009], terminated: false }],
  [limits.queueBytes + 1, { closes: [], terminated: true }],
])('a replaced connection for which %d bytes wait: %j', (backlog, end) => {
  const { enter } = setUp();
  const old = enter();
  old.events.frame(helloFrame(ROOM));
  const { conn, token } = readControl('HELLO_OK', old.link.frames[0] as Uint8Array);
  old.link.backlog = backlog;
  enter().events.frame(controlFrame('RESUME', { ...ROOM, conn, token, seq: 0 }));
  expect(old.link).toMatchObject(end);
});

test('a closed connection is not written to, and what still comes from it is not heard', () => {
  const { clock, members } = setUp();
  const [a, gone] = members(2);
  if (a === undefined || gone === undefined) throw new Error('no members');
  gone.events.closed(1006);
  clock.advance(10);
  gone.events.frame(appFrame(new Uint8Array([9])));
  gone.events.garbage();
  gone.events.closed(1006);
  a.events.frame(appFrame(new Uint8Array([1])));
  expect(gone.link.frames).toEqual([]);
  expect(a.link.types).toEqual(['NOTICE', 'APP']);
});

test('the end closes everybody with 1001, once, and leaves no timer', () => {
  const { clock, home, members, enter } = setUp();
  const [a, b] = members(2);
  for (const n of [1, 2]) a?.events.frame(appFrame(new Uint8Array([n])));
  const wiped = home.end();
  expect(wiped.sockets).toBe(3);
  expect(wiped.bytes).toBeGreaterThan(0);
  expect(bodies(b?.link as FakeLink)).toEqual([1, 2]);
  expect([a, b].map((it) => it?.link.closes)).toEqual([[1001], [1001]]);
  expect(home.end()).toEqual({ sockets: 0, bytes: 0 });
  expect(clock.timers).toBe(0);
  const late = enter();
  late.events.frame(helloFrame(ROOM));
  expect(late.link.closes).toEqual([1001]);
  expect(late.link.frames).toEqual([]);
});

test('everybody hears of an exposed link, once in a while, and other secrets neither alarm nor keep quiet', () => {
  const { clock, home, members, logs } = setUp();
  const [a] = members(1);
  const [roomId, none] = [ids.room(ROOM.room), ids.room(testRoom(8).room)];
  home.exposed(none);
  expect(logs).not.toContainEqual({ type: 'link-exposed' });
  for (let i = 0; i < 5; i++) home.exposed(roomId);
  clock.advance(9_000);
  home.exposed(none);
  home.exposed(roomId);
  expect(a?.link.frames.map((frame) => readControl('NOTICE', frame).code)).toEqual(['exposed']);
  clock.advance(1_000);
  home.exposed(roomId);
  expect(a?.link.frames).toHaveLength(2);
});

test('a link hears once that it has a place, and a stranger never', () => {
  const { enter } = setUp();
  const [wrong, right] = [enter(), enter()];
  wrong.events.frame(helloFrame({ ...ROOM, cap: new Uint8Array(32) }));
  expect(right.link.seats).toBe(0);
  right.events.frame(helloFrame(ROOM));
  right.events.frame(appFrame(new Uint8Array([1])));
  expect([wrong.link.seats, right.link.seats]).toEqual([0, 1]);
});

test('a LEASE never overtakes the COMMIT that leads to its epoch', () => {
  const { clock, members } = setUp();
  const [ana, ben, cleo] = members(3);
  const frame = (type: MemberFrameType, body: Uint8Array): Uint8Array => encodeFrame({ type, gen: 0, epoch: 0, seq: 0, to: [], body });
  ben?.events.frame(frame('KEYPKG', new Uint8Array(9)));
  clock.advance(limits.leaseJoinMs);
  cleo?.events.frame(frame('KEYPKG', new Uint8Array(9)));
  clock.advance(limits.leaseJoinMs);
  const { lease } = readControl('LEASE', ana?.link.frames.at(-1) as Uint8Array);
  // Two at once: they are gathered before they are written.
  ben?.events.frame(appFrame(new Uint8Array([1])));
  ana?.events.frame(frame('COMMIT', concat(lease, new Uint8Array(9))));
  clock.advance(10);
  expect(ana?.link.types).toEqual(['KEYPKG', 'LEASE', 'APP', 'COMMIT', 'KEYPKG', 'LEASE']);
  expect(readControl('LEASE', ana?.link.frames.at(-1) as Uint8Array).epoch).toBe(1);
});
