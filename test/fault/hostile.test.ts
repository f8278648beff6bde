import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { deriveRoomKeys } from '../../src/crypto/key-schedule.js';
import { Vault } from '../../src/crypto/vault.js';
import { controlFrame } from '../../src/protocol/control-frame.js';
import { ids } from '../../src/protocol/ids.js';
import { limits } from '../../src/protocol/limits.js';
import type { Mode } from '../../src/protocol/mode.js';
import { IDLE_MS } from '../../src/server/connections.js';
import { createFakeClock } from '../helpers/fake-clock.js';
import { rawExchange, rawRequest, rawUpgrade } from '../helpers/raw-http.js';
import { Bystanders, openRoom, SocketMember } from '../helpers/socket-member.js';
import { appFrame, helloFrame, openFrame, peekFrame, readControl, readFrame, testRoom, type TestRoom } from '../helpers/relay-frames.js';
import { startTestServer } from '../helpers/test-server.js';

const ROOM = testRoom(7);

/** A server with a room in which two people talk; `calm` says that they still can. */
async function setUp(max?: number) {
  const { server, port, logs, until } = await startTestServer();
  await openRoom(server, ROOM, max);
  const bystanders = await Bystanders.join(port, ROOM);
  await bystanders.talk();
  const calm = async (intruders: number): Promise<void> => {
    await until((seen) => seen.filter(({ type }) => type === 'connection-closed' || type === 'connection-refused').length === intruders);
    await bystanders.talk();
    // The inside link and the two: nothing is left of the others.
    expect(server.endRelay().sockets).toBe(3);
  };
  return { port, logs, calm };
}

describe('refused with a code, and others go on talking', () => {
  test.each<[string, Uint8Array | string, string, number]>([
    ['posting before HELLO', appFrame(new Uint8Array(300)), 'not_joined', 4001],
    ['a wrong capability', helloFrame({ ...ROOM, cap: new Uint8Array(32) }), 'refused', 4003],
    ['a room that is not there', helloFrame(testRoom(8)), 'refused', 4003],
    ['a text message', '{"type":"HELLO"}', 'bad_frame', 4001],
    ['an empty message', new Uint8Array(0), 'bad_frame', 4001],
    ['looking into a room with the capability of another', peekFrame({ ...ROOM, cap: testRoom(8).cap }), 'refused', 4003],
    ['looking into a room that is not there', peekFrame(testRoom(8)), 'refused', 4003],
    ['half a look', peekFrame(ROOM).subarray(0, 40), 'bad_frame', 4001],
    ['half a frame', helloFrame(ROOM).subarray(0, 40), 'bad_frame', 4001],
    ['a frame of another version', helloFrame(ROOM).with(0, 2), 'bad_frame', 4001],
    ['a frame of an unknown type', helloFrame(ROOM).with(1, 255), 'bad_frame', 4001],
    ['opening a room from outside', openFrame(testRoom(9)), 'bad_frame', 4001],
    [
      'taking a place that is not its own',
      controlFrame('RESUME', { ...ROOM, conn: new Uint8Array(16), token: new Uint8Array(16), seq: 0 }),
      'resume_refused',
      0,
    ],
  ])('%s', async (_what, message, code, closeCode) => {
    const { port, calm } = await setUp();
    const intruder = await SocketMember.connect(port);
    intruder.send(message);
    await intruder.heard.until(() => intruder.refusals.length > 0);
    expect(intruder.refusals).toEqual([code]);
    if (closeCode === 0) intruder.socket.close(1000);
    else expect(await intruder.closed()).toBe(closeCode);
    await intruder.closed();
    await calm(1);
  });

  test('another mode in the link: another room, which is not there', async () => {
    const roomIn = (mode: Mode): TestRoom => {
      const keys = deriveRoomKeys({ mode, s: new Uint8Array(32).fill(3), hostFp: new Uint8Array(16) }, new Vault());
      return { room: ids.bytes(keys.roomId), cap: keys.cap.bytes.slice() };
    };
    const { server, port } = await startTestServer();
    await openRoom(server, roomIn('shared-key'));
    const right = await SocketMember.join(port, roomIn('shared-key'));
    const wrong = await SocketMember.connect(port);
    wrong.send(helloFrame(roomIn('none')));
    expect(await wrong.closed()).toBe(4003);
    expect(right.socket.readyState).toBe(right.socket.OPEN);
  });

  test('a full room', async () => {
    const { port, calm } = await setUp(2);
    const third = await SocketMember.connect(port);
    third.send(helloFrame(ROOM));
    expect(await third.closed()).toBe(4004);
    expect(third.refusals).toEqual(['full']);
    await calm(1);
  });

  test.each([limits.frameBytes + 1, 900_000])('a message of %d bytes', async (size) => {
    const { port, logs, calm } = await setUp();
    const intruder = await SocketMember.join(port, ROOM);
    intruder.send(new Uint8Array(size));
    expect(await intruder.closed()).toBe(1009);
    expect(logs).toContainEqual({ type: 'connection-closed', code: 1009 });
    await calm(1);
  });

  test('a flood: first the frames, then the connection', async () => {
    const { port, calm } = await setUp();
    const flooder = await SocketMember.join(port, ROOM);
    for (let i = 0; i < 1_000; i++) flooder.send(appFrame(new Uint8Array([i & 255])));
    expect(await flooder.closed()).toBe(4007);
    expect(new Set(flooder.refusals)).toEqual(new Set(['rate', 'flood']));
    await calm(1);
  });

  test('looking again and again: it is told to nobody, and ends', async () => {
    const { port, calm } = await setUp();
    const curious = await SocketMember.connect(port);
    for (let i = 0; i < 1_000; i++) curious.send(peekFrame(ROOM));
    expect(await curious.closed()).toBe(4007);
    const answers = curious.heard.messages.filter((message) => readFrame(message).type === 'PEEKED');
    expect(new Set(answers.map((message) => readControl('PEEKED', message).n))).toEqual(new Set([2]));
    expect(answers.length).toBeLessThan(2 * limits.rateRefuse);
    await calm(1);
  });

  test('looking by a hundred connections that then say nothing: they make room for each other, and for members', async () => {
    const { port, calm } = await setUp();
    const curious: SocketMember[] = [];
    for (let i = 0; i < 100; i++) {
      const one = await SocketMember.connect(port);
      one.send(peekFrame(ROOM));
      await one.heard.until(({ messages }) => messages.length > 0);
      curious.push(one);
    }
    const newcomer = await SocketMember.join(port, ROOM);
    newcomer.socket.close(1000);
    for (const { socket } of curious) socket.close(1000);
    const codes = await Promise.all(curious.map((one) => one.closed()));
    expect(codes.filter((code) => code === 4002)).toHaveLength(100 - limits.strangers + 1);
    await newcomer.closed();
    await calm(101);
  });

  test.each(['Origin: https://elsewhere.example', 'Origin: http://127.0.0.1:1'])('%s: 403 before the upgrade', async (origin) => {
    const { port, calm } = await setUp();
    expect((await rawUpgrade(port, '/ws', [origin])).status).toBe(403);
    await calm(0);
  });

  test('more strangers than there is room for: the oldest goes', async () => {
    const { port, calm } = await setUp();
    const strangers = await Promise.all(Array.from({ length: limits.strangers + 1 }, () => SocketMember.connect(port)));
    const [oldest] = await Promise.race(strangers.map(async (it) => [await it.closed(), it] as const));
    expect(oldest).toBe(4002);
    for (const { socket } of strangers) socket.close(1000);
    await Promise.all(strangers.map((stranger) => stranger.closed()));
    await calm(limits.strangers + 1);
  });
});

test('a thousand connections that ask for nothing keep nobody out', async () => {
  const { port, calm } = await setUp();
  const idle = Array.from({ length: 1_100 }, () => connect(port, '127.0.0.1'));
  onTestFinished(() => idle.forEach((socket) => socket.destroy()));
  for (const socket of idle) socket.on('error', () => undefined);
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  expect((await rawRequest(port, '/')).status).toBe(200);
  const newcomer = await SocketMember.join(port, ROOM);
  newcomer.socket.close(1000);
  await newcomer.closed();
  await calm(1);
});

test('a thousand WebSockets that say nothing, not even goodbye, keep nobody out', async () => {
  const { port } = await startTestServer();
  const upgrade = [
    'GET /ws HTTP/1.1',
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '',
    '',
  ].join('\r\n');
  const silent = Array.from({ length: 1_100 }, () => connect(port, '127.0.0.1'));
  onTestFinished(() => silent.forEach((socket) => socket.destroy()));
  await Promise.all(
    silent.map(async (socket) => {
      socket.on('error', () => undefined).write(upgrade);
      // Upgraded, or displaced by the next ones.
      await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    }),
  );
  for (let i = 0; i < 3; i++) expect((await rawRequest(port, '/')).status).toBe(200);
});

test('half a request is cut after three seconds', async () => {
  const clock = createFakeClock();
  const { port } = await startTestServer({ clock });
  const slow = rawExchange(port, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n');
  // Answered: so the server knows the one before it.
  await rawRequest(port, '/');
  clock.advance(IDLE_MS);
  expect((await slow).status).toBe(408);
});

describe('members that do not keep up', () => {
  /** How much the network between the two takes in before anything waits here is not ours to say: this is well above. */
  const SENDERS = 16;
  const EACH = 12;
  const BODY = 60_000;

  test('who does not read is closed with 4008, everybody else gets everything', async () => {
    const { server, port, logs } = await startTestServer();
    await openRoom(server, ROOM);
    const slow = await SocketMember.join(port, ROOM);
    const senders: SocketMember[] = [];
    for (let i = 0; i < SENDERS; i++) senders.push(await SocketMember.join(port, ROOM));
    slow.socket.pause();
    const count = (member: SocketMember): number => member.heard.messages.reduce((sum, { length }) => sum + (length > BODY ? 1 : 0), 0);
    for (let n = 1; n <= EACH; n++) {
      for (const sender of senders) sender.send(appFrame(new Uint8Array(BODY).fill(n)));
      await Promise.all(senders.map((sender) => sender.heard.until((): boolean => count(sender) === n * SENDERS)));
    }
    expect(logs).toContainEqual({ type: 'connection-closed', code: 4008 });
    for (const { heard } of senders) {
      const seqs = heard.messages.filter(({ length }) => length > BODY).map((message) => readFrame(message).seq);
      expect(seqs).toEqual(Array.from({ length: SENDERS * EACH }, (_, i) => i + 1));
    }
    slow.socket.resume();
    expect(await slow.closed()).toBe(4008);
  });

  test('a connection that is only half there ends after two pings without an answer', async () => {
    const clock = createFakeClock();
    const { server, port, logs } = await startTestServer({ clock });
    await openRoom(server, ROOM);
    const alive = await SocketMember.join(port, ROOM);
    const halfOpen = await joinWithoutAnswering(port, ROOM);
    const cut = once(halfOpen, 'close');
    for (let beat = 0; beat < 3; beat++) {
      clock.advance(limits.pingMs);
      if (beat < 2) await once(alive.socket, 'ping');
      // Its pong went before this on the same wire.
      alive.send(controlFrame('PING', { t: beat }));
      await alive.heard.until(({ messages }) => messages.some((it) => readFrame(it).type === 'PONG' && readControl('PONG', it).t === beat));
    }
    await cut;
    expect(logs.filter(({ type }) => type === 'connection-closed')).toEqual([{ type: 'connection-closed', code: 1006 }]);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
  });
});

/** A member whose program stands still: it has joined, and answers nothing. */
async function joinWithoutAnswering(port: number, room: TestRoom) {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  socket.write(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n${key}\r\n\r\n`,
  );
  await once(socket, 'data');
  const hello = helloFrame(room);
  // Masked with zeros (RFC 6455, 5.3), so that the bytes are the frame's own.
  socket.write(Buffer.concat([Buffer.from([0x82, 0x80 | 126, hello.length >> 8, hello.length & 255, 0, 0, 0, 0]), hello]));
  await once(socket, 'data');
  return socket;
}
