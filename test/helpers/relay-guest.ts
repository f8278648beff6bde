import { parseControl } from '../../src/protocol/control.js';
import type { Frame } from '../../src/protocol/frame.js';
import { ids, type ConnId } from '../../src/protocol/ids.js';
import { decodeUtf8 } from '../../src/protocol/utf8.js';
import { RelayTalker, type RoomKey } from './relay-talker.js';
import type { RelayWorld } from './relay-driver.js';
import type { Wire } from './relay-wire.js';

/** One life of a place, as its member saw it. */
export interface Life {
  readonly conn: ConnId;
  /** The room's seq when it began. */
  readonly from: number;
  readonly texts: string[];
  readonly seqs: number[];
  /** NOTICE and LEFT about others, by whom, for each connection. */
  readonly news: Map<ConnId, string[]>[];
}

/** A member without a mind of its own: joins, breaks and comes back when a test says so, and reports what it saw. */
export class RelayGuest {
  readonly talker: RelayTalker;
  left = false;
  readonly #world: RelayWorld;
  #link: number;
  #seen = 0;

  constructor(world: RelayWorld, key: RoomKey) {
    this.#world = world;
    this.talker = new RelayTalker(world.connect, key);
    this.#link = world.wires.length - 1;
    this.talker.onOpen = () => (this.talker.conn === undefined ? this.talker.hello() : this.talker.resume());
  }

  get wire(): Wire {
    return this.#world.wires[this.#link] as Wire;
  }

  /** It has a place as far as it knows, and nobody told it that the connection is closed. */
  get here(): boolean {
    return !this.left && this.talker.closedWith === undefined && this.talker.conn !== undefined;
  }

  /** Comes back after a break; a member without a place asks for a new one. */
  comeBack(): void {
    if (this.left) return;
    this.talker.reconnect(this.#world.connect);
    this.#link = this.#world.wires.length - 1;
  }

  leave(how: 'LEFT' | 1000): void {
    if (!this.here) return;
    this.left = true;
    if (how === 'LEFT') this.talker.say('LEFT', {});
    else this.talker.transport.close(1000);
  }

  /** Answers a refused RESUME with HELLO, as the protocol says. */
  react(): void {
    for (const frame of this.talker.received.slice(this.#seen)) if (refusedResume(frame)) this.talker.hello();
    this.#seen = this.talker.received.length;
  }

  /** Every life it had, in order. */
  get lives(): readonly Life[] {
    const lives: Life[] = [];
    for (const frame of this.talker.received) {
      if (frame.type === 'HELLO_OK') lives.push(born(frame));
      const life = lives.at(-1);
      if (life === undefined) continue;
      if (frame.type === 'RESUMED') life.news.push(new Map());
      if (frame.type === 'APP') {
        life.seqs.push(frame.seq);
        life.texts.push(decodeUtf8(frame.body) ?? '');
      }
      if (frame.type === 'NOTICE' || frame.type === 'LEFT') report(life, frame.type, frame);
    }
    return lives;
  }
}

function born(frame: Frame): Life {
  const body = parseControl('HELLO_OK', frame.body);
  if (!body.ok) throw new Error(body.reason);
  return { conn: ids.conn(body.value.conn), from: body.value.seq, texts: [], seqs: [], news: [new Map()] };
}

function refusedResume(frame: Frame): boolean {
  const body = frame.type === 'ERR' ? parseControl('ERR', frame.body) : undefined;
  return body?.ok === true && body.value.code.startsWith('resume_');
}

function report(life: Life, type: 'NOTICE' | 'LEFT', frame: Frame): void {
  const body = parseControl(type, frame.body);
  if (!body.ok) throw new Error(body.reason);
  if (body.value.conn === undefined) return;
  const conn = ids.conn(body.value.conn);
  const about = life.news.at(-1)?.get(conn) ?? [];
  about.push('code' in body.value ? body.value.code : 'left');
  life.news.at(-1)?.set(conn, about);
}
