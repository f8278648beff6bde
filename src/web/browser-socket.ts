import type { Connect, Transport, TransportEvents } from '../core/ports/transport.js';

/** The transport port over the browser's WebSocket. */
export const connectBrowserSocket =
  (url: string): Connect =>
  (events) => {
    const socket = opened(url);
    if (socket === undefined) {
      queueMicrotask(() => events.closed(1006));
      return { send: () => undefined, close: () => undefined, backlog: 0 };
    }
    listen(socket, events);
    return transportOf(socket);
  };

/** The constructor throws when the page may not connect there. */
function opened(url: string): WebSocket | undefined {
  try {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    return socket;
  } catch {
    return undefined;
  }
}

function listen(socket: WebSocket, events: TransportEvents): void {
  socket.addEventListener('open', () => events.open());
  socket.addEventListener('close', (event) => events.closed(event.code));
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.data instanceof ArrayBuffer) events.message(new Uint8Array(event.data));
    else socket.close(4001);
  });
}

function transportOf(socket: WebSocket): Transport {
  return {
    send(message) {
      // In the DOM's types a view may lie on shared memory, which WebSocket refuses; ours never does.
      if (socket.readyState === WebSocket.OPEN) socket.send(message as Uint8Array<ArrayBuffer>);
    },
    close: (code) => socket.close(code === 1000 || (code >= 3000 && code <= 4999) ? code : 1000),
    get backlog() {
      return socket.bufferedAmount;
    },
  };
}
