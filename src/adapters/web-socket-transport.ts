import { WebSocket } from 'ws';
import type { Connect, Transport, TransportEvents } from '../core/ports/transport.js';
import { limits } from '../protocol/limits.js';

const CLOSED_ABNORMALLY = 1006;
/** A relay speaks in binary messages only; a text message is a protocol error of its side (RFC 6455, 7.4.1). */
const UNSUPPORTED_DATA = 1003;

/** `closeTimeout`: how long `ws` waits for the other side's close frame; its own 30 s would keep a program alive that is done. */
const options = {
  maxPayload: limits.frameBytes,
  perMessageDeflate: false,
  followRedirects: false,
  handshakeTimeout: 10_000,
  closeTimeout: 2_000,
};

/** Node's WebSocket client. `url`: `ws://host/ws` or `wss://host/ws`. */
export const connectWebSocket =
  (url: string): Connect =>
  (events) => {
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, options);
    } catch {
      return unreachable(events);
    }
    listen(socket, events);
    return {
      send: (message) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(message);
      },
      close: (code) => socket.close(code),
      get backlog() {
        return socket.readyState === WebSocket.OPEN ? socket.bufferedAmount : 0;
      },
    };
  };

function listen(socket: WebSocket, events: TransportEvents): void {
  let failed = false;
  socket.on('open', () => events.open());
  socket.on('message', (data, isBinary) => {
    if (isBinary) events.message(new Uint8Array(data as Buffer));
    else socket.close(UNSUPPORTED_DATA);
  });
  // `close` follows every `error`; the error itself says nothing that the port could pass on.
  socket.on('error', () => {
    failed = true;
  });
  socket.on('close', (code) => events.closed(failed ? CLOSED_ABNORMALLY : code));
}

/** The URL is none: the same as nobody answering. */
function unreachable(events: TransportEvents): Transport {
  setImmediate(() => events.closed(CLOSED_ABNORMALLY));
  return { send: () => undefined, close: () => undefined, backlog: 0 };
}
