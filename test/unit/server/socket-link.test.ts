import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Batch } from '../../../src/server/batch.js';
import { listenTo, socketLink } from '../../../src/server/socket-link.js';

/** What socketLink uses of a WebSocket. */
class FakeSocket extends EventEmitter {
  readyState: number = WebSocket.OPEN;
  bufferedAmount = 7;
  _socket: { writableLength: number; write(bytes: Uint8Array, left?: () => void): void } | null = {
    writableLength: 5,
    write: (bytes, left) => {
      this.written.push(bytes);
      left?.();
    },
  };
  readonly written: Uint8Array[] = [];
  readonly sent: Uint8Array[] = [];

  send(message: Uint8Array, _options: object, left?: () => void): void {
    this.sent.push(message);
    left?.();
  }
}

const BATCH = new Batch([new Uint8Array([1]), new Uint8Array([2, 2])]);

function setUp() {
  const socket = new FakeSocket();
  let left = 0;
  return { socket, link: socketLink(socket as unknown as WebSocket, () => undefined), left: () => void left++, count: () => left };
}

test('a batch is one write of ready-made frames', () => {
  const { socket, link, left, count } = setUp();
  link.write(BATCH, left);
  expect(socket.written).toEqual([BATCH.wire]);
  expect(socket.sent).toEqual([]);
  expect(link.backlog).toBe(5);
  expect(count()).toBe(1);
});

test.each([null, {}])('where ws does not have the field (%j), its send is used', (inner) => {
  const { socket, link, left, count } = setUp();
  socket._socket = inner as never;
  link.write(BATCH, left);
  expect(socket.sent).toEqual(BATCH.frames);
  expect(link.backlog).toBe(7);
  expect(count()).toBe(1);
});

test('nothing is written unless the connection is open, and the caller learns of the end all the same', async () => {
  const { socket, link, left, count } = setUp();
  for (const state of [WebSocket.CONNECTING, WebSocket.CLOSING, WebSocket.CLOSED]) {
    socket.readyState = state;
    link.write(BATCH, left);
  }
  expect(count()).toBe(0);
  await Promise.resolve();
  expect(count()).toBe(3);
  expect([...socket.written, ...socket.sent]).toEqual([]);
});

test('a message is passed on without what Buffer changes; text is garbage; errors tell their code at once', () => {
  const socket = new FakeSocket();
  const heard: unknown[] = [];
  listenTo(socket as unknown as WebSocket, {
    frame: (bytes) => heard.push(bytes),
    garbage: () => heard.push('garbage'),
    alive: () => heard.push('alive'),
    closed: (code) => heard.push(code),
  });
  socket.emit('message', Buffer.from([1, 2]), true);
  socket.emit('message', Buffer.from('text'), false);
  socket.emit('pong');
  socket.emit('error', Object.assign(new Error('large'), { code: 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' }));
  socket.emit('error', new Error('other'));
  socket.emit('close', 1001);
  expect(heard).toEqual([new Uint8Array([1, 2]), 'garbage', 'alive', 1009, 1006, 1001]);
  expect(heard[0]).not.toBeInstanceOf(Buffer);
});
