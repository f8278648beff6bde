import { connect, type Socket } from 'node:net';
import { readLines } from '../bounded-lines.js';
import { ReplyReader, type ControlReply } from './control-reply.js';

/** Where a tor takes commands: a port of 127.0.0.1, or a socket. */
export type ControlAddress = { readonly port: number } | { readonly path: string };

const CONNECT_MS = 2_000;

/** A connection to a tor's control port. */
export class TorControl {
  /** Resolves when it is gone, whoever ended it. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #waiting: ((reply: ControlReply | undefined) => void)[] = [];
  readonly #reader = new ReplyReader();
  #onEvent: (event: string) => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    readLines(socket, (line) => this.#hear(line));
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        for (const answer of this.#waiting.splice(0)) answer(undefined);
        resolve();
      });
    });
  }

  /** `undefined`: nobody listens there. */
  static connect(address: ControlAddress): Promise<TorControl | undefined> {
    return new Promise((resolve) => {
      const socket = connect('port' in address ? { port: address.port, host: '127.0.0.1' } : { path: address.path });
      // It must not keep a program alive that is done.
      socket.unref().setTimeout(CONNECT_MS, () => socket.destroy());
      socket.once('error', () => resolve(undefined));
      socket.once('close', () => resolve(undefined));
      socket.once('connect', () => {
        socket.setTimeout(0);
        resolve(new TorControl(socket));
      });
    });
  }

  /** `undefined`: the connection ended before the answer. `command`: one line. */
  ask(command: string): Promise<ControlReply | undefined> {
    if (this.#socket.destroyed) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#socket.write(`${command}\r\n`);
    });
  }

  /** The one listener; gets each event without its code. */
  listen(onEvent: (event: string) => void): void {
    this.#onEvent = onEvent;
  }

  close(): void {
    this.#socket.destroy();
  }

  #hear(line: string): void {
    const reply = this.#reader.push(line);
    if (reply === undefined) return;
    if (reply === 'malformed') return this.close();
    if (reply.code === 650) return this.#onEvent(reply.lines[0] ?? '');
    this.#waiting.shift()?.(reply);
  }
}
