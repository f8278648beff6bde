import Fastify, { type FastifyInstance } from 'fastify';
import type { Log } from '../core/log-event.js';
import type { Clock } from '../core/ports/clock.js';
import type { Random } from '../core/ports/random.js';
import type { Connect } from '../core/ports/transport.js';
import { answerClientError } from './client-error.js';
import { Connections, IDLE_MS } from './connections.js';
import { headers } from './headers.js';
import { insideTransport } from './inside-transport.js';
import { listenAt } from './listen.js';
import { loadPageFiles, type PageFiles } from './page-files.js';
import { answerRefused, errorPages, guard, pages, sendError } from './pages.js';
import { RelayHome } from './relay-home.js';
import { relaySocket, upgrades } from './relay-socket.js';

export interface ChatServerOptions {
  /** The package's folder, with templates/ and assets/. */
  readonly root: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The page is also served by plain http in the host's network: it says so, instead of refusing to join. */
  readonly lan?: boolean;
}

/** The page, the relay and the way in to both. */
export interface ChatServer {
  /** The host member's way in: never through a socket. */
  readonly connectInside: Connect;
  /** Without a host: the first HELLO with this ticket (16 bytes) opens its room, for so many members. One room a ticket. */
  invite(ticket: Uint8Array, max: number): void;
  /** What is served, as one SHA-256 in hexadecimal. */
  readonly assets: { readonly sha256: string };
  /** ChatError PORT_IN_USE, PORT_DENIED or BIND_FAILED. */
  listen(at: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }>;
  /** Everybody gets close code 1001, and the relay forgets everything. What was there: connections and kept bytes. Later calls find nothing. */
  endRelay(): { readonly sockets: number; readonly bytes: number };
  close(): Promise<void>;
}

const HEADER_BYTES = 8_192;
const REQUEST_MS = 10_000;

/** ChatError ASSETS_MISSING when the page is not built. */
export async function createChatServer({ root, clock, random, log, lan = false }: ChatServerOptions): Promise<ChatServer> {
  const files = await loadPageFiles(root, lan ? 'lan' : 'none');
  const home = new RelayHome({ clock, random, log });
  const app = await createApp(files, home, clock);
  return {
    connectInside: insideTransport((link) => home.accept(link, true)),
    invite: (ticket, max) => home.invite(ticket, max),
    assets: { sha256: files.sha256 },
    listen: (at) => listenAt(app, at),
    endRelay: () => home.end(),
    close: async () => {
      home.end();
      await app.close();
    },
  };
}

/** No logger: nothing of a visitor is written down. */
async function createApp(files: PageFiles, home: RelayHome, clock: Clock): Promise<FastifyInstance> {
  const exposed = (): void => home.exposed();
  const app = Fastify({
    logger: false,
    forceCloseConnections: true,
    return503OnClosing: false,
    bodyLimit: 1,
    requestTimeout: REQUEST_MS,
    // For who does not read its answer; `ws` lifts it from those it has upgraded.
    connectionTimeout: REQUEST_MS,
    keepAliveTimeout: IDLE_MS,
    http: { maxHeaderSize: HEADER_BYTES, requireHostHeader: false, connectionsCheckingInterval: REQUEST_MS / 2 },
    clientErrorHandler: answerClientError,
    frameworkErrors: (_error, request, reply) => {
      if (!answerRefused(request, reply, { files, exposed })) sendError(reply.header('connection', 'close'), files, 400);
    },
  });
  const connections = new Connections(clock);
  connections.watch(app.server);
  // Node would answer an unknown expectation itself, without our headers; here it means nothing.
  app.server.on('checkExpectation', (request, response) => app.routing(request, response));
  await app.register(upgrades(clock, connections));
  await app.register(headers);
  await app.register(guard({ files, exposed }));
  await app.register(errorPages(files));
  await app.register(relaySocket(home, files));
  await app.register(pages(files));
  return app;
}
