import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { connectWebSocket } from '../../src/adapters/web-socket-transport.js';
import type { Connect } from '../../src/core/ports/transport.js';
import { limits } from '../../src/protocol/limits.js';
import { Batch } from '../../src/server/batch.js';
import { insideTransport } from '../../src/server/inside-transport.js';
import { TransportRecorder } from '../helpers/transport-recorder.js';

/** The other end of a transport under test. */
interface Peer {
  readonly heard: TransportRecorder;
  send(message: Uint8Array): void;
  close(code: number): void;
  /** Without a word. */
  cut(): void;
}

interface Driver {
  readonly connect: Connect;
  readonly peer: Promise<Peer>;
}

async function overWebSocket(): Promise<Driver> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const peer = new Promise<Peer>((resolve) => {
    server.on('connection', (socket) => {
      const heard = new TransportRecorder();
      socket.on('message', (data) => heard.message(data as Buffer));
      socket.on('close', (code) => heard.closed(code));
      resolve({ heard, send: (message) => socket.send(message), close: (code) => socket.close(code), cut: () => socket.terminate() });
    });
  });
  await once(server, 'listening');
  return { connect: connectWebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`), peer };
}

async function inside(): Promise<Driver> {
  let connect: Connect | undefined;
  const peer = new Promise<Peer>((resolve) => {
    connect = insideTransport((link) => {
      const heard = new TransportRecorder();
      resolve({
        heard,
        send: (message) => link.write(new Batch([message])),
        close: (code) => link.close(code),
        cut: () => link.terminate(),
      });
      return {
        frame: (bytes) => heard.message(bytes),
        garbage: () => undefined,
        alive: () => undefined,
        closed: (code) => heard.closed(code),
      };
    });
  });
  return { connect: connect as unknown as Connect, peer };
}

const pattern = (length: number, seed: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + seed) & 255);
const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && b !== undefined && Buffer.from(a).equals(b);
/** Sizes around every change of the WebSocket header's length, and the largest a frame may have. */
const SIZES = [0, 1, 125, 126, 127, 65_535, 65_536, limits.frameBytes];

describe.each([
  ['in memory', inside],
  ['Node WebSocket', overWebSocket],
])('transport %s', (_name, open) => {
  async function connected() {
    const driver = await open();
    const member = new TransportRecorder();
    const transport = driver.connect(member);
    await member.until(member.isOpen);
    return { member, transport, peer: await driver.peer };
  }

  test('says nothing before connect has returned, and open first, once', async () => {
    const driver = await open();
    const member = new TransportRecorder();
    const transport = driver.connect(member);
    expect(member.said).toEqual([]);
    const peer = await driver.peer;
    peer.send(pattern(10, 1));
    await member.until(({ messages }) => messages.length === 1);
    expect(member.said).toEqual(['open', 'message']);
    transport.close(1000);
  });

  test('carries whole messages of every size in order, both ways', async () => {
    const { member, transport, peer } = await connected();
    const sent = SIZES.map((size, i) => pattern(size, i));
    for (const message of sent) transport.send(message);
    for (const message of sent) peer.send(message);
    await Promise.all([
      member.until((it) => it.messages.length === sent.length),
      peer.heard.until((it) => it.messages.length === sent.length),
    ]);
    for (const { messages } of [member, peer.heard]) expect(messages.map((message, i) => same(message, sent[i]))).not.toContain(false);
  });

  test('send neither keeps nor changes the bytes', async () => {
    const { transport, peer } = await connected();
    const message = pattern(300, 5);
    transport.send(message);
    expect(same(message, pattern(300, 5))).toBe(true);
    message.fill(0);
    await peer.heard.until(({ messages }) => messages.length === 1);
    expect(same(peer.heard.messages[0], pattern(300, 5))).toBe(true);
  });

  test('the receiver may keep and change what it got', async () => {
    const { member, peer } = await connected();
    const message = pattern(300, 6);
    peer.send(message);
    peer.send(message);
    await member.until(({ messages }) => messages.length === 2);
    member.messages[0]?.fill(0);
    expect(same(message, pattern(300, 6))).toBe(true);
    expect(same(member.messages[1], message)).toBe(true);
  });

  test('send before open does nothing', async () => {
    const driver = await open();
    const member = new TransportRecorder();
    const transport = driver.connect(member);
    transport.send(pattern(3, 1));
    await member.until(member.isOpen);
    transport.send(pattern(4, 1));
    const peer = await driver.peer;
    await peer.heard.until(({ messages }) => messages.length > 0);
    expect(peer.heard.messages.map(({ length }) => length)).toEqual([4]);
  });

  test('what was sent before close still arrives, and both ends learn the code once', async () => {
    const { member, transport, peer } = await connected();
    transport.send(pattern(5, 1));
    transport.close(1000);
    transport.send(pattern(6, 1));
    await Promise.all([member.until(member.isClosed), peer.heard.until(peer.heard.isClosed)]);
    transport.send(pattern(7, 1));
    transport.close(1000);
    expect(peer.heard.messages.map(({ length }) => length)).toEqual([5]);
    expect([member.closedWith, peer.heard.closedWith]).toEqual([1000, 1000]);
    expect(member.said).toEqual(['open', 'closed']);
  });

  test.each([1001, 4003, 4010])('closed by the other end with %d', async (code) => {
    const { member, transport, peer } = await connected();
    peer.send(pattern(5, 1));
    peer.close(code);
    await member.until(member.isClosed);
    transport.send(pattern(5, 1));
    expect(member.said).toEqual(['open', 'message', 'closed']);
    expect(member.closedWith).toBe(code);
  });

  test('closed before it was open: closed is all that is said', async () => {
    const driver = await open();
    const member = new TransportRecorder();
    driver.connect(member).close(1000);
    expect(member.said).toEqual([]);
    await member.until(member.isClosed);
    expect(member.said).toEqual(['closed']);
  });

  test('a broken connection is 1006', async () => {
    const { member, peer } = await connected();
    peer.cut();
    await member.until(member.isClosed);
    expect(member.closedWith).toBe(1006);
    expect(member.said).toEqual(['open', 'closed']);
  });

  test('the backlog counts what has not left, and goes back to nothing', async () => {
    const { transport, peer } = await connected();
    expect(transport.backlog).toBe(0);
    for (let i = 0; i < 100; i++) transport.send(pattern(100_000, i));
    expect(transport.backlog).toBeGreaterThan(0);
    await peer.heard.until(({ messages }) => messages.length === 100);
    expect(transport.backlog).toBe(0);
  });
});

describe('transport Node WebSocket, where it cannot get through', () => {
  const closedWith = async (url: string): Promise<readonly [readonly string[], number | undefined]> => {
    const member = new TransportRecorder();
    connectWebSocket(url)(member);
    expect(member.said).toEqual([]);
    await member.until(member.isClosed);
    return [member.said, member.closedWith];
  };

  test('nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(await closedWith(`ws://127.0.0.1:${port}/ws`)).toEqual([['closed'], 1006]);
  });

  test('what answers is no relay', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    expect(await closedWith(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`)).toEqual([['closed'], 1006]);
  });

  test.each(['', 'not a url', 'ftp://127.0.0.1/ws'])('an address that is none: "%s"', async (url) => {
    expect(await closedWith(url)).toEqual([['closed'], 1006]);
  });

  test('a message larger than any frame is not taken in', async () => {
    const driver = await overWebSocket();
    const member = new TransportRecorder();
    driver.connect(member);
    const peer = await driver.peer;
    peer.send(new Uint8Array(limits.frameBytes + 1));
    await Promise.all([member.until(member.isClosed), peer.heard.until(peer.heard.isClosed)]);
    expect(member.said).toEqual(['open', 'closed']);
    expect([member.closedWith, peer.heard.closedWith]).toEqual([1006, 1009]);
  });

  test('a text message ends the connection and is not passed on', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => server.close());
    server.on('connection', (socket) => socket.send('text'));
    await once(server, 'listening');
    const [said] = await closedWith(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`);
    expect(said).toEqual(['open', 'closed']);
  });
});
