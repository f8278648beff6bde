import type { Access } from './access.js';
import { Connection } from './connection.js';
import type { ConnectionOptions } from './connection-event.js';

export interface RoomLineOptions extends Omit<ConnectionOptions, 'roomId' | 'cap' | 'moved'> {
  readonly access: Access;
}

/** The way to the room: a connection, and another one once the room has another link. */
export class RoomLine {
  readonly #options: RoomLineOptions;
  #connection: Connection;

  constructor(options: RoomLineOptions) {
    this.#options = options;
    const { roomId, cap } = options.access.keys;
    this.#connection = new Connection({ ...options, roomId, cap });
  }

  get live(): boolean {
    return this.#connection.live;
  }

  readonly send = (frame: Uint8Array): void => this.#connection.send(frame);

  /** To the relay, when it can be reached now. */
  readonly tell = (frame: Uint8Array): void => (this.live ? this.send(frame) : undefined);

  probe(): void {
    this.#connection.probe();
  }

  leave(): void {
    this.#connection.leave();
  }

  /** A ticket makes one room. */
  move({ keys: { roomId, cap } }: Access): void {
    const { ticket: _, ...options } = this.#options;
    this.leave();
    this.#connection = new Connection({ ...options, roomId, cap, moved: true });
  }

  /** What came over a connection means nothing any more once there is another. */
  still(job: () => Promise<void>): () => Promise<void> {
    const connection = this.#connection;
    return async () => (connection === this.#connection ? job() : undefined);
  }
}
