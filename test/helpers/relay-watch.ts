import type { RelayEffect } from '../../src/core/relay/relay-effect.js';
import type { LinkKey } from '../../src/core/relay/relay-event.js';
import { parseControl } from '../../src/protocol/control.js';
import { parseFrame, type Frame } from '../../src/protocol/frame.js';
import { ids, type ConnId } from '../../src/protocol/ids.js';
import { decodeUtf8 } from '../../src/protocol/utf8.js';
import type { RelayWorld } from './relay-driver.js';

/** A message that has its place in the room's order. */
interface Ordered {
  readonly seq: number;
  readonly text: string;
  /** `undefined`: for everybody. */
  readonly only: ReadonlySet<ConnId> | undefined;
}

/** What a link without a place may get. */
const OPEN_TO_ALL = new Set(['HELLO_OK', 'RESUMED', 'ERR']);

/** Watches one room of a relay from outside: the order that must be seen, and what goes to whom. */
export class RelayWatch {
  readonly log: Ordered[] = [];
  /** Frames that went to a link without a place, and twice the same to one link. */
  readonly wrong: string[] = [];
  most = { links: 0, members: 0, bufferedBytes: 0 };
  readonly #joined = new Map<LinkKey, ConnId>();
  /** Which place a link asked for with RESUME. */
  readonly #asked = new Map<LinkKey, ConnId>();

  constructor(world: RelayWorld) {
    world.onEffect = (effect) => this.#take(effect);
    world.onEvent = (event) => {
      if (event.type === 'closed') this.#joined.delete(event.link);
      if (event.type === 'frame') this.#heard(event.link, event.bytes);
      const { links, members, bufferedBytes } = world.counts();
      this.most = {
        links: Math.max(this.most.links, links),
        members: Math.max(this.most.members, members),
        bufferedBytes: Math.max(this.most.bufferedBytes, bufferedBytes),
      };
    };
  }

  /** What a place must see of the order after this number. */
  due(conn: ConnId, after: number): readonly string[] {
    return this.log.filter(({ seq, only }) => seq > after && (only?.has(conn) ?? true)).map(({ text }) => text);
  }

  #take(effect: RelayEffect): void {
    if (effect.type === 'order') this.#order(effect.entry.frame, effect.entry.sender);
    if (effect.type === 'close') this.#joined.delete(effect.link);
    if (effect.type === 'send') this.#sent([effect.link], parse(effect.frame));
    if (effect.type === 'broadcast') this.#sent(effect.links, parse(effect.frame));
  }

  #heard(link: LinkKey, bytes: Uint8Array): void {
    const frame = parseFrame(bytes);
    const body = frame.ok && frame.value.type === 'RESUME' ? parseControl('RESUME', frame.value.body) : undefined;
    if (body?.ok === true) this.#asked.set(link, ids.conn(body.value.conn));
  }

  #order(bytes: Uint8Array, sender: LinkKey): void {
    const { to, body } = parse(bytes);
    const from = this.#joined.get(sender);
    if (from === undefined) this.wrong.push('a message of a link without a place was taken');
    const only = to.length === 0 || from === undefined ? undefined : new Set([...to, from]);
    this.log.push({ seq: this.log.length + 1, text: decodeUtf8(body) ?? '', only });
  }

  #sent(links: readonly LinkKey[], frame: Frame): void {
    if (new Set(links).size < links.length) this.wrong.push(`${frame.type} twice`);
    for (const link of links) {
      if (frame.type === 'HELLO_OK') this.#joined.set(link, connOf(frame));
      if (frame.type === 'RESUMED') this.#joined.set(link, this.#asked.get(link) as ConnId);
      if (!this.#joined.has(link) && !OPEN_TO_ALL.has(frame.type)) this.wrong.push(`${frame.type} to a link without a place`);
    }
  }
}

function parse(bytes: Uint8Array): Frame {
  const frame = parseFrame(bytes);
  if (!frame.ok) throw new Error(frame.reason);
  return frame.value;
}

function connOf(frame: Frame): ConnId {
  const body = parseControl('HELLO_OK', frame.body);
  if (!body.ok) throw new Error(body.reason);
  return ids.conn(body.value.conn);
}
