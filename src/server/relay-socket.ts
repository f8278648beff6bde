import websocket from '@fastify/websocket';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../core/ports/clock.js';
import { within } from '../core/within.js';
import { limits } from '../protocol/limits.js';
import type { Connections } from './connections.js';
import type { PageFiles } from './page-files.js';
import { sendError } from './pages.js';
import type { RelayHome } from './relay-home.js';
import { listenTo, socketLink } from './socket-link.js';
import { shared } from './shared-plugin.js';
import { upgradeRefusal } from './upgrade-rule.js';

/** How long a closed connection has to answer, or to read what is on its way to it, before it is cut. */
const CLOSE_MS = 5_000;
/** The same when the server stops: who is there has answered by then, who is not cannot hold up the end. */
const STOP_MS = 200;

const socketOptions = { maxPayload: limits.frameBytes, perMessageDeflate: false, closeTimeout: CLOSE_MS };

/** WebSocket upgrades, for the whole server, and how every connection ends with it. */
export const upgrades = (clock: Clock, connections: Connections) =>
  shared('upgrades', async (app) => {
    await app.register(websocket, {
      options: socketOptions,
      // `ws` closes with the code of the error, and then reports `close`; to cut the connection here would lose the code.
      errorHandler: () => undefined,
      preClose: async () => {
        await allClosed(app.websocketServer, clock, STOP_MS);
        // Node forgets a connection that has asked for an upgrade, and would wait for it for ever.
        connections.destroy();
      },
    });
  });

/** The relay's socket at /ws. */
export const relaySocket = (home: RelayHome, files: PageFiles, connections: Connections) =>
  shared('relay-socket', (app) => {
    app.route({
      method: 'GET',
      url: '/ws',
      exposeHeadRoute: false,
      onRequest: (request, reply, done) => {
        const status = request.raw.headers.upgrade === undefined ? undefined : upgradeRefusal(request.raw.headers);
        if (status === undefined) done();
        else sendError(reply.header('connection', 'close'), files, status);
      },
      handler: (_request, reply) => reply.callNotFound(),
      wsHandler: (socket: WebSocket, request) => {
        const seated = (): void => connections.settled(request.raw.socket);
        listenTo(socket, home.accept(socketLink(socket, seated), false));
      },
    });
  });

/** Resolves when every connection of now is closed on both sides, or after `ms`. */
export async function allClosed(server: WebSocketServer, clock: Clock, ms: number): Promise<void> {
  const closed = [...server.clients].map((client) => new Promise((resolve) => client.once('close', resolve)));
  await within(clock, ms, Promise.all(closed));
}
