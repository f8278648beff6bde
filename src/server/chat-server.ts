import Fastify, { type FastifyInstance } from 'fastify';
import type { Log } from '../core/log-event.js';
import type { Clock } from '../core/ports/clock.js';
import type { Random } from '../core/ports/random.js';
import type { Connect } from '../core/ports/transport.js';
import type { RoomId } from '../protocol/ids.js';
import { answerClientError } from './client-error.js';
import { Connections, IDLE_MS } from './connections.js';
import { FurtherApps } from './further-apps.js';
import { headers } from './headers.js';
import { insideTransport } from './inside-transport.js';
import { KnownHosts } from './known-hosts.js';
import { listenAt } from './listen.js';
import { loadPageFiles, type PageFiles } from './page-files.js';
import { answerRefused, errorPages, guard, pages, sendError } from './pages.js';
import { RelayHome } from './relay-home.js';
import { allClosed, relaySocket, upgrades } from './relay-socket.js';

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
  /**
   * One more way in, for the host's network: its page says that it came by plain http. What the first way serves stays as it is, and so does
   * who came by it. Rejects as `listen` does, and with ASSETS_MISSING.
   */
  listenLan(at: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }>;
  /** Answers to the name in this origin too, which is a door's; else only to numbers and `localhost`. */
  answerTo(origin: string): void;
  /** Everybody gets close code 1001, and the relay forgets everything. What was there: connections and kept bytes. Later calls find nothing. */
  endRelay(): { readonly sockets: number; readonly bytes: number };
  /**
   * After `endRelay`: resolves when everybody has answered the farewell, or after half a second. A tunnel that was closed before would take
   * with it what is still on its way to them.
   */
  farewell(): Promise<void>;
  close(): Promise<void>;
}

const FAREWELL_MS = 500;
const HEADER_BYTES = 8_192;
const REQUEST_MS = 10_000;

/** ChatError ASSETS_MISSING when the page is not built. */
export async function createChatServer({ root, clock, random, log, lan = false }: ChatServerOptions): Promise<ChatServer> {
  const files = await loadPageFiles(root, lan ? 'lan' : 'none');
  const home = new RelayHome({ clock, random, log });
  const hosts = new KnownHosts();
  const create = (served: PageFiles): Promise<FastifyInstance> => createApp(served, { home, hosts, clock });
  const app = await create(files);
  const further = new FurtherApps(async () => create(await loadPageFiles(root, 'lan')));
  return {
    connectInside: insideTransport((link) => home.accept(link, true)),
    invite: (ticket, max) => home.invite(ticket, max),
    assets: { sha256: files.sha256 },
    listen: (at) => listenAt(app, at),
    listenLan: (at) => further.listen(at),
    answerTo: (origin) => hosts.add(origin),
    endRelay: () => home.end(),
    farewell: () => allClosed(app.websocketServer, clock, FAREWELL_MS),
    close: async () => {
      home.end();
      await Promise.all([app.close(), further.close()]);
    },
  };
}

interface Behind {
  readonly home: RelayHome;
  readonly hosts: KnownHosts;
  readonly clock: Clock;
}

/** No logger: nothing of a visitor is written down. */
async function createApp(files: PageFiles, { home, hosts, clock }: Behind): Promise<FastifyInstance> {
  const own = { files, hosts, exposed: (room: RoomId): void => home.exposed(room) };
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
      if (!answerRefused(request, reply, own)) sendError(reply.header('connection', 'close'), files, 400);
    },
  });
  const connections = new Connections(clock);
  connections.watch(app.server);
  // Node would answer an unknown expectation itself, without our headers; here it means nothing.
  app.server.on('checkExpectation', (request, response) => app.routing(request, response));
  await app.register(upgrades(clock, connections));
  await app.register(headers);
  await app.register(guard(own));
  await app.register(errorPages(files));
  await app.register(relaySocket(home, files, connections));
  await app.register(pages(files));
  return app;
}
