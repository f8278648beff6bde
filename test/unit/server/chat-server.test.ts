import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.js';
import { systemRandom } from '../../../src/adapters/random.js';
import { concat } from '../../../src/protocol/bytes.js';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import type { MemberFrameType } from '../../../src/protocol/frame-type.js';
import { encodeFrame } from '../../../src/protocol/frame.js';
import type { ConnId } from '../../../src/protocol/ids.js';
import { createChatServer } from '../../../src/server/chat-server.js';
import { listenAt } from '../../../src/server/listen.js';
import { createFakeClock } from '../../helpers/fake-clock.js';
import { createPageRoot } from '../../helpers/page-root.js';
import { appFrame, helloFrame, openFrame, readControl, readFrame, testRoom } from '../../helpers/relay-frames.js';
import { openRoom, SocketMember } from '../../helpers/socket-member.js';
import { startTestServer } from '../../helpers/test-server.js';
import { TransportRecorder } from '../../helpers/transport-recorder.js';

const ROOM = testRoom(7);
const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
const UPGRADE = `GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n${KEY}\r\n\r\n`;

async function notListening() {
  const page = createPageRoot();
  onTestFinished(() => page.remove());
  const server = await createChatServer({ root: page.path, clock: systemClock, random: systemRandom, log: () => undefined });
  onTestFinished(() => server.close());
  return server;
}

test('a port that is taken: PORT_IN_USE', async () => {
  const { port } = await startTestServer();
  const server = await notListening();
  await expect(server.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'PORT_IN_USE', why: `127.0.0.1:${port}` });
});

test('an address that is not this machine’s: BIND_FAILED', async () => {
  // Reserved for documentation (RFC 5737), so nobody has it.
  await expect((await notListening()).listen({ host: '192.0.2.1', port: 0 })).rejects.toMatchObject({ code: 'BIND_FAILED' });
});

test.each([
  ['EACCES', 'PORT_DENIED'],
  ['EINVAL', 'BIND_FAILED'],
  ['EMFILE', 'EMFILE'],
])('%s from the system becomes %s', async (system, code) => {
  const app = { listen: () => Promise.reject(Object.assign(new Error(system), { code: system })) };
  await expect(listenAt(app as never, { host: '127.0.0.1', port: 80 })).rejects.toMatchObject({ code });
});

test('the host inside and a guest over a socket are in one room', async () => {
  const { server, port } = await startTestServer();
  const host = new TransportRecorder();
  const transport = server.connectInside(host);
  await host.until(host.isOpen);
  transport.send(openFrame(ROOM));
  transport.send(helloFrame(ROOM));
  await host.until(({ messages }) => messages.length === 1);
  const guest = await SocketMember.join(port, ROOM);
  transport.send(appFrame(new Uint8Array([1])));
  guest.send(appFrame(new Uint8Array([2])));
  await guest.heard.until(() => guest.bodies.length === 2);
  const said = ({ messages }: TransportRecorder): readonly Uint8Array[] => messages.filter((it) => readFrame(it).type === 'APP');
  await host.until(() => said(host).length === 2);
  expect(said(host)).toEqual(said(guest.heard));
});

test('the end tells everybody 1001, inside and outside, and says how much there was', async () => {
  const { server, port } = await startTestServer();
  await openRoom(server, ROOM);
  const guest = await SocketMember.join(port, ROOM);
  guest.send(appFrame(new Uint8Array(300)));
  await guest.heard.until(() => guest.bodies.length === 1);
  const wiped = server.endRelay();
  expect(wiped.sockets).toBe(2);
  expect(wiped.bytes).toBeGreaterThan(300);
  expect(await guest.closed()).toBe(1001);
  expect(server.endRelay()).toEqual({ sockets: 0, bytes: 0 });
  const late = await SocketMember.connect(port);
  expect(await late.closed()).toBe(1001);
});

test('the farewell is over when everybody has answered it', async () => {
  const { server, port } = await startTestServer({ clock: createFakeClock() });
  await openRoom(server, ROOM);
  const guest = await SocketMember.join(port, ROOM);
  server.endRelay();
  await server.farewell();
  expect(await guest.closed()).toBe(1001);
});

test('the farewell waits half a second for who does not answer', async () => {
  const clock = createFakeClock();
  const { server, port } = await startTestServer({ clock });
  const silent = connect(port, '127.0.0.1');
  onTestFinished(() => void silent.destroy());
  silent.write(UPGRADE);
  await once(silent, 'data');
  server.endRelay();
  let over = false;
  const farewell = server.farewell().then(() => (over = true));
  clock.advance(499);
  await turn();
  expect(over).toBe(false);
  clock.advance(1);
  await farewell;
});

test('close ends although connections are half open, idle, or in the middle of a request', async () => {
  const { server, port } = await startTestServer();
  await openRoom(server, ROOM);
  const upgraded = connect(port, '127.0.0.1');
  upgraded.write(UPGRADE);
  await once(upgraded, 'data');
  const idle = connect(port, '127.0.0.1');
  const asking = connect(port, '127.0.0.1', () => asking.write('GET / HTTP/1.1\r\nHost:'));
  const all = [upgraded, idle, asking];
  for (const socket of all) socket.on('error', () => undefined);
  await Promise.all([idle, asking].map((socket) => once(socket, 'connect')));
  const gone = all.map((socket) => once(socket.resume(), 'close'));
  await server.close();
  await Promise.all(gone);
});

describe('a way in for the network of the host', () => {
  const plainHttp = async (origin: string): Promise<string | undefined> =>
    /name="chattrace-plain-http" content="(\w+)"/.exec(await (await fetch(`${origin}/`)).text())?.[1];

  test('serves a page that knows that it came by plain http, into the same room; the first way stays as it is', async () => {
    const { server, port } = await startTestServer();
    await openRoom(server, ROOM);
    const [before, assets] = [await SocketMember.join(port, ROOM), server.assets];
    const near = await server.listenLan({ host: '127.0.0.1', port: 0 });
    expect(await plainHttp(`http://127.0.0.1:${near.port}`)).toBe('lan');
    expect(await plainHttp(`http://127.0.0.1:${port}`)).toBe('none');
    const guest = await SocketMember.join(near.port, ROOM);
    guest.send(appFrame(new Uint8Array([2])));
    await before.heard.until(() => before.bodies.length === 1);
    expect(server.assets).toBe(assets);
    expect(server.endRelay().sockets).toBe(3);
    expect(await guest.closed()).toBe(1001);
  });

  test('is closed with the server, also one that is being opened', async () => {
    const { server, port } = await startTestServer();
    const open = await server.listenLan({ host: '127.0.0.1', port: 0 });
    const late = server.listenLan({ host: '127.0.0.1', port: 0 });
    await server.close();
    for (const gone of [port, open.port, (await late).port])
      await expect(fetch(`http://127.0.0.1:${gone}/`)).rejects.toThrow('fetch failed');
    await expect(server.listenLan({ host: '127.0.0.1', port: 0 })).rejects.toThrow('closed');
  });

  test('that is taken: PORT_IN_USE, and another one can be had', async () => {
    const { server, port } = await startTestServer();
    await expect(server.listenLan({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'PORT_IN_USE' });
    expect(await server.listenLan({ host: '127.0.0.1', port: 0 })).toMatchObject({ port: expect.any(Number) as number });
  });
});

test('without a host, the first with the ticket opens the room', async () => {
  const { server, port } = await startTestServer();
  const ticket = new Uint8Array(16).fill(9);
  server.invite(ticket, 2);
  const stranger = await SocketMember.connect(port);
  stranger.send(helloFrame(ROOM));
  expect(await stranger.closed()).toBe(4003);
  const ana = await SocketMember.connect(port);
  ana.send(controlFrame('HELLO', { ...ROOM, ticket }));
  await ana.heard.until(({ messages }) => messages.length > 0);
  expect(readControl('HELLO_OK', ana.heard.messages[0] as Uint8Array)).toMatchObject({ first: true });
  await SocketMember.join(port, ROOM);
});

test('a newcomer over a socket is let in by the host inside', async () => {
  const { server, port } = await startTestServer();
  const host = new TransportRecorder();
  const transport = server.connectInside(host);
  await host.until(host.isOpen);
  transport.send(openFrame(ROOM));
  transport.send(helloFrame(ROOM));
  const guest = await SocketMember.join(port, ROOM);
  const frame = (type: MemberFrameType, body: Uint8Array, to: readonly ConnId[] = []): Uint8Array =>
    encodeFrame({ type, gen: 0, epoch: 0, seq: 0, to, body });
  guest.send(frame('KEYPKG', new Uint8Array([1])));
  await host.until(({ messages }) => messages.some((message) => readFrame(message).type === 'LEASE'));
  const { lease, joins } = readControl('LEASE', host.messages.at(-1) as Uint8Array);
  expect(readFrame(host.messages.at(-2) as Uint8Array).body).toEqual(new Uint8Array([1]));
  transport.send(frame('COMMIT', concat(lease, new Uint8Array(100_000))));
  transport.send(frame('WELCOME', new Uint8Array(100_000), joins));
  await guest.heard.until(({ messages }) => messages.some((message) => readFrame(message).type === 'WELCOME'));
  expect(guest.heard.messages.slice(-2).map((message) => readFrame(message).type)).toEqual(['COMMIT', 'WELCOME']);
});
