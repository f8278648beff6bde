import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Cancel, Clock } from '../core/ports/clock.js';
import { answerClientError } from './client-error.js';

/** Room for every member, whoever has not said HELLO yet, and browsers that load the page. */
const MOST = 1_024;
/** How long a connection may be there, or stay, without asking for anything: half a request is nothing. */
export const IDLE_MS = 3_000;

/** Every TCP connection. Those that ask for nothing do not keep out those that do. */
export class Connections {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #all = new Set<Socket>();
  /** Without a request that is being answered, and no member's; the one that has waited longest first. */
  readonly #idle = new Map<Socket, Cancel>();

  constructor(clock: Clock, most = MOST) {
    this.#clock = clock;
    this.#most = most;
  }

  watch(server: Server): void {
    const asked = (request: IncomingMessage, response: ServerResponse): void => this.#asked(request.socket, response);
    server.on('connection', (socket: Socket) => this.#add(socket));
    server.on('request', asked);
    // Comes in place of `request`.
    server.on('checkExpectation', asked);
    server.on('upgrade', (_request, socket) => this.#stay(socket as Socket));
  }

  /** Upgraded, and a member's now: it makes room for nobody. */
  settled(socket: Socket): void {
    this.#busy(socket);
  }

  /** Cuts them all. */
  destroy(): void {
    for (const socket of this.#all) socket.destroy();
  }

  #add(socket: Socket): void {
    if (this.#all.size >= this.#most && !this.#makeRoom()) {
      socket.destroy();
      return;
    }
    this.#all.add(socket);
    socket.once('close', () => {
      this.#busy(socket);
      this.#all.delete(socket);
    });
    this.#wait(socket);
  }

  /** False when everybody there has something to do here. */
  #makeRoom(): boolean {
    const [oldest] = this.#idle.keys();
    if (oldest === undefined) return false;
    this.#busy(oldest);
    // Not when its `close` comes: whoever knocks in the meantime would take the room of another one.
    this.#all.delete(oldest);
    oldest.destroy();
    return true;
  }

  #asked(socket: Socket, response: ServerResponse): void {
    this.#busy(socket);
    response.once('close', () => {
      if (!socket.destroyed) this.#wait(socket);
    });
  }

  #wait(socket: Socket): void {
    this.#busy(socket);
    const late = Object.assign(new Error('no request in time'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    this.#idle.set(
      socket,
      this.#clock.after(IDLE_MS, () => answerClientError(late, socket)),
    );
  }

  /** Upgraded: the relay says how long it may be silent; until it is a member's it makes room for others. */
  #stay(socket: Socket): void {
    this.#busy(socket);
    if (this.#all.has(socket)) this.#idle.set(socket, () => undefined);
  }

  #busy(socket: Socket): void {
    this.#idle.get(socket)?.();
    this.#idle.delete(socket);
  }
}
