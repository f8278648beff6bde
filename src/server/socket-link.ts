import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { closeCodes } from '../protocol/relay-code.js';
import type { Batch } from './batch.js';
import type { Link, LinkEvents } from './link.js';

const BROKEN = 1006;

/**
 * The TCP socket under a WebSocket: the one private field of `ws` this program uses, and only here. Writing ready-made frames to it costs
 * one system call for a whole batch, where `send` costs one or two for each message and builds the frame again for every receiver.
 * It is safe because frames are only ever written whole, there is no permessage-deflate, so `ws` itself never has anything in a queue of
 * its own between two writes, and nothing is written unless the WebSocket is open. Where a later `ws` lacks the field, `send` is used.
 */
function tcpSocket(socket: WebSocket): Socket | undefined {
  const inner = (socket as unknown as { readonly _socket?: Socket | null })._socket;
  return inner === null || typeof inner?.write !== 'function' ? undefined : inner;
}

/** A WebSocket as a link of the relay's home. */
export const socketLink = (socket: WebSocket, seated: () => void): Link => ({
  get backlog() {
    return tcpSocket(socket)?.writableLength ?? socket.bufferedAmount;
  },
  write: (batch, left) => write(socket, batch, left),
  ping: () => {
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  },
  close: (code) => socket.close(code),
  terminate: () => socket.terminate(),
  seated,
});

function write(socket: WebSocket, batch: Batch, left: (() => void) | undefined): void {
  if (socket.readyState !== WebSocket.OPEN) {
    if (left !== undefined) queueMicrotask(left);
    return;
  }
  const tcp = tcpSocket(socket);
  if (tcp !== undefined) {
    tcp.write(batch.wire, left);
    return;
  }
  const last = batch.frames.length - 1;
  // Copied, because the relay overwrites what it has kept when the session ends, and `ws` may still have it then.
  batch.frames.forEach((frame, i) => socket.send(frame.slice(), { binary: true }, i === last ? left : undefined));
}

/** Without what Buffer changes: its `slice` is no copy. */
const plain = (buffer: Buffer): Uint8Array => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);

/** Passes on what comes over a WebSocket. */
export function listenTo(socket: WebSocket, events: LinkEvents): void {
  socket.on('message', (data, isBinary) => {
    if (isBinary) events.frame(plain(data as Buffer));
    else events.garbage();
  });
  socket.on('pong', () => events.alive());
  // `ws` has said the code to the other side by then; `close` comes when that has answered, or its time is over.
  socket.on('error', (error: Error & { readonly code?: string }) =>
    events.closed(error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? closeCodes.tooLarge : BROKEN),
  );
  socket.on('close', (code) => events.closed(code));
}
