import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { ChatServer } from '../../src/server/chat-server.js';
import { toHex } from '../../src/protocol/bytes.js';
import { appFrame, helloFrame, openFrame, readControl, readFrame, type TestRoom } from './relay-frames.js';
import { TransportRecorder } from './transport-recorder.js';

/** A WebSocket that sends whatever a test wants, member or not. */
export class SocketMember {
  readonly socket: WebSocket;
  readonly heard = new TransportRecorder();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.heard.message(new Uint8Array(data as Buffer)));
    socket.on('close', (code) => this.heard.closed(code));
    socket.on('error', () => undefined);
  }

  static async connect(port: number): Promise<SocketMember> {
    const member = new SocketMember(new WebSocket(`ws://127.0.0.1:${port}/ws`, { perMessageDeflate: false }));
    onTestFinished(() => member.socket.terminate());
    await once(member.socket, 'open');
    return member;
  }

  static async join(port: number, room: TestRoom): Promise<SocketMember> {
    const member = await SocketMember.connect(port);
    member.send(helloFrame(room));
    await member.heard.until(({ messages }) => messages.length > 0);
    readControl('HELLO_OK', member.heard.messages[0] as Uint8Array);
    return member;
  }

  send(message: Uint8Array | string): void {
    this.socket.send(message);
  }

  /** Codes of the ERR frames it got. */
  get refusals(): readonly string[] {
    const errors = this.heard.messages.filter((message) => readFrame(message).type === 'ERR');
    return errors.map((message) => readControl('ERR', message).code);
  }

  /** Bodies of the messages it got. */
  get bodies(): readonly Uint8Array[] {
    return this.heard.messages.map(readFrame).flatMap(({ type, body }) => (type === 'APP' ? [body] : []));
  }

  async closed(): Promise<number> {
    await this.heard.until(this.heard.isClosed);
    return this.heard.closedWith as number;
  }
}

/** Opens a room as the host member would. */
export function openRoom(server: ChatServer, room: TestRoom, max?: number): Promise<void> {
  return new Promise((resolve) => {
    const host = server.connectInside({
      open: () => {
        host.send(openFrame(room, max));
        queueMicrotask(resolve);
      },
      message: () => undefined,
      closed: () => undefined,
    });
  });
}

/** Two members who only want to talk, whatever others do. */
export class Bystanders {
  readonly #pair: readonly [SocketMember, SocketMember];
  #said = 0;

  private constructor(pair: readonly [SocketMember, SocketMember]) {
    this.#pair = pair;
  }

  static async join(port: number, room: TestRoom): Promise<Bystanders> {
    return new Bystanders([await SocketMember.join(port, room), await SocketMember.join(port, room)]);
  }

  /** Each says something; resolves when both have heard both. A test hangs here when they cannot. */
  async talk(): Promise<void> {
    const bodies = this.#pair.map(() => new Uint8Array([66, this.#said >> 8, this.#said++ & 255]));
    this.#pair.forEach((member, i) => member.send(appFrame(bodies[i] as Uint8Array)));
    const wanted = bodies.map(toHex);
    const heardAll = (member: SocketMember) => {
      const last = new Set(member.bodies.map(toHex));
      return wanted.every((body) => last.has(body));
    };
    await Promise.all(this.#pair.map((member) => member.heard.until(() => heardAll(member))));
    for (const { heard } of this.#pair) heard.messages.splice(0);
  }
}
