import type { Connect, Transport } from '../../src/core/ports/transport.js';
import { sha256 } from '../../src/crypto/hash.js';
import { controlFrame } from '../../src/protocol/control-frame.js';
import { parseControl, type Control } from '../../src/protocol/control.js';
import type { ControlType, MemberFrameType } from '../../src/protocol/frame-type.js';
import { encodeFrame, parseFrame, type Frame } from '../../src/protocol/frame.js';
import { ids, type ConnId } from '../../src/protocol/ids.js';
import { decodeUtf8, encodeUtf8 } from '../../src/protocol/utf8.js';

/** What opens a room at the relay, for tests: the room's id and its capability. */
export interface RoomKey {
  readonly room: Uint8Array;
  readonly cap: Uint8Array;
}

export const roomKey = (n = 1): RoomKey => ({ room: sha256(Uint8Array.of(n)).slice(0, 16), cap: sha256(Uint8Array.of(n, 1)) });

export const openFrame = ({ room, cap }: RoomKey, max = 150, locked = false, removed?: readonly ConnId[]): Uint8Array =>
  controlFrame('OPEN', { room, capHash: sha256(cap), max, locked, ...(removed === undefined ? {} : { removed }) });

/** Speaks the protocol to a relay and remembers everything that comes back. Frames carry readable text, there is no encryption. */
export class RelayTalker {
  readonly received: Frame[] = [];
  closedWith: number | undefined;
  opened = false;
  /** Called whenever a connection is up. */
  onOpen: (() => void) | undefined;
  conn: ConnId | undefined;
  token: Uint8Array | undefined;
  /** Of the last frame with one. */
  seq = 0;
  transport: Transport;
  readonly #key: RoomKey;
  #life = 0;

  constructor(connect: Connect, key: RoomKey = roomKey()) {
    this.#key = key;
    this.transport = this.reconnect(connect);
  }

  /** A new connection. What still comes over an older one is not for this member any more. */
  reconnect(connect: Connect): Transport {
    this.#life += 1;
    const life = this.#life;
    this.opened = false;
    this.closedWith = undefined;
    const current = (run: () => void): void => (life === this.#life ? run() : undefined);
    this.transport = connect({
      open: () => current(() => this.#open()),
      message: (bytes) => current(() => this.#take(bytes)),
      closed: (code) => current(() => (this.closedWith = code)),
    });
    return this.transport;
  }

  send(bytes: Uint8Array): void {
    this.transport.send(bytes);
  }

  say<T extends ControlType>(type: T, body: Control<T>): void {
    this.send(controlFrame(type, body));
  }

  frame(type: MemberFrameType, body: string | Uint8Array, to: readonly ConnId[] = []): void {
    this.send(encodeFrame({ type, gen: 0, epoch: 0, seq: 0, to, body: typeof body === 'string' ? encodeUtf8(body) : body }));
  }

  hello(key = this.#key, ticket?: Uint8Array): void {
    this.say('HELLO', { room: key.room, cap: key.cap, ...(ticket === undefined ? {} : { ticket }) });
  }

  resume(change: Partial<Control<'RESUME'>> = {}): void {
    const conn = ids.bytes(this.conn ?? ids.conn(new Uint8Array(16)));
    this.say('RESUME', { ...this.#key, conn, token: this.token ?? new Uint8Array(16), seq: this.seq, ...change });
  }

  /** The bodies of all control frames of this type, in order. */
  heard<T extends ControlType>(type: T): readonly Control<T>[] {
    return this.received.filter((frame) => frame.type === type).map((frame) => bodyOf(type, frame));
  }

  /** The codes of ERR, in order. */
  get errors(): readonly string[] {
    return this.heard('ERR').map((body) => body.code);
  }

  /** `code` or `code:conn` of NOTICE, and `why:conn` of LEFT, in order; without `came`. */
  get news(): readonly string[] {
    return this.received.flatMap((frame) => {
      if (frame.type === 'NOTICE') return noticeOf(bodyOf('NOTICE', frame));
      return frame.type === 'LEFT' ? [named(bodyOf('LEFT', frame).why ?? '', bodyOf('LEFT', frame).conn)] : [];
    });
  }

  /** The texts of all APP frames, in order. */
  get texts(): readonly string[] {
    return this.received.filter((frame) => frame.type === 'APP').map((frame) => decodeUtf8(frame.body) ?? '');
  }

  get seqs(): readonly number[] {
    return this.received.filter((frame) => frame.type === 'APP').map((frame) => frame.seq);
  }

  #open(): void {
    this.opened = true;
    this.onOpen?.();
  }

  #take(bytes: Uint8Array): void {
    const frame = parseFrame(bytes);
    if (!frame.ok) throw new Error(`the relay sent a bad frame: ${frame.reason}`);
    this.received.push(frame.value);
    if (frame.value.seq > 0) this.seq = frame.value.seq;
    if (frame.value.type === 'HELLO_OK') {
      const body = bodyOf('HELLO_OK', frame.value);
      this.conn = ids.conn(body.conn);
      this.token = body.token;
      this.seq = body.seq;
    }
    if (frame.value.type === 'RESUMED') this.token = bodyOf('RESUMED', frame.value).token;
  }
}

const noticeOf = ({ code, conn }: Control<'NOTICE'>): readonly string[] => (code === 'came' ? [] : [named(code, conn)]);

const named = (code: string, conn: Uint8Array | undefined): string => (conn === undefined ? code : `${code}:${ids.conn(conn)}`);

function bodyOf<T extends ControlType>(type: T, frame: Frame): Control<T> {
  const body = parseControl(type, frame.body);
  if (!body.ok) throw new Error(`the relay sent a bad body: ${body.reason}`);
  return body.value;
}
