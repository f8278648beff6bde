import { concat } from '../../src/protocol/bytes.js';
import { parseControl, type Control } from '../../src/protocol/control.js';
import type { ControlType, MemberFrameType } from '../../src/protocol/frame-type.js';
import { encodeFrame, type Frame } from '../../src/protocol/frame.js';
import type { ConnId } from '../../src/protocol/ids.js';
import { encodeUtf8 } from '../../src/protocol/utf8.js';
import type { RelayWorld } from './relay-driver.js';
import { RelayTalker, type RoomKey } from './relay-talker.js';

const NONE = new Uint8Array(16);

/** A member of a group as far as a relay needs one: waits to be let in, and does with its leases what a test says. */
export class GroupGuest {
  readonly talker: RelayTalker;
  readonly inside: boolean;
  left = false;
  inGroup = false;
  gen = 0;
  epoch = 0;
  /** The lease it has not used yet. */
  lease: Control<'LEASE'> | undefined;
  readonly #world: RelayWorld;
  #link: number;
  #seen = 0;

  constructor(world: RelayWorld, key: RoomKey, inside = false) {
    this.#world = world;
    this.inside = inside;
    this.talker = new RelayTalker(inside ? world.connectInside : world.connect, key);
    this.#link = world.wires.length - 1;
    if (!inside) this.talker.onOpen = () => (this.talker.conn === undefined ? this.talker.hello() : this.talker.resume());
  }

  get here(): boolean {
    return !this.left && this.talker.opened && this.talker.closedWith === undefined && this.talker.conn !== undefined;
  }

  get conn(): readonly ConnId[] {
    return this.talker.conn === undefined ? [] : [this.talker.conn];
  }

  cut(): void {
    if (!this.inside) this.#world.wires[this.#link]?.cut();
  }

  comeBack(): void {
    if (this.left || this.inside) return;
    this.talker.reconnect(this.#world.connect);
    this.#link = this.#world.wires.length - 1;
  }

  leave(): void {
    if (!this.here || this.inside) return;
    this.left = true;
    this.talker.say('LEFT', {});
  }

  /** Takes in what has arrived. */
  react(): void {
    for (const frame of this.talker.received.slice(this.#seen)) this.#take(frame);
    this.#seen = this.talker.received.length;
  }

  /** Asks to be let in, unless it is. */
  knock(): void {
    if (this.here && !this.inGroup) this.say('KEYPKG', 'package');
  }

  ask(): void {
    if (this.here) this.talker.say('LEASE', { lease: NONE, epoch: this.epoch, joins: [], left: [] });
  }

  giveBack(): void {
    if (!this.here || this.lease === undefined) return;
    this.talker.say('LEASE', { lease: this.lease.lease, epoch: this.epoch, joins: [], left: [] });
    this.lease = undefined;
  }

  /** Uses its lease: lets those in that it was asked to, but not the first `without`. */
  serve(without = 0): void {
    const { lease } = this;
    if (!this.here || lease === undefined) return;
    this.lease = undefined;
    const joins = lease.joins.slice(without);
    this.say('COMMIT', concat(lease.lease, encodeUtf8('commit')), [], lease.epoch);
    if (joins.length > 0) this.say('WELCOME', 'welcome', joins, lease.epoch);
  }

  say(type: MemberFrameType, body: string | Uint8Array, to: readonly ConnId[] = [], epoch = this.epoch): void {
    const bytes = typeof body === 'string' ? encodeUtf8(body) : body;
    if (this.here) this.talker.send(encodeFrame({ type, gen: this.gen, epoch, seq: 0, to, body: bytes }));
  }

  #take(frame: Frame): void {
    if (frame.type === 'COMMIT') this.epoch = frame.epoch + 1;
    if (frame.type === 'WELCOME' && this.conn.some((conn) => frame.to.includes(conn))) this.inGroup = true;
    if (frame.type === 'LEASE') this.lease = bodyOf('LEASE', frame);
    if (frame.type === 'RESET') this.#again();
    if (frame.type === 'ERR' && bodyOf('ERR', frame).code.startsWith('resume_')) this.#again();
    if (frame.type === 'RESUMED') this.knock();
    if (frame.type !== 'HELLO_OK') return;
    const { gen, epoch, first } = bodyOf('HELLO_OK', frame);
    Object.assign(this, { gen, epoch, inGroup: first, lease: undefined });
    this.knock();
  }

  #again(): void {
    this.inGroup = false;
    this.lease = undefined;
    if (!this.left) this.talker.hello();
  }
}

function bodyOf<T extends ControlType>(type: T, frame: Frame): Control<T> {
  const body = parseControl(type, frame.body);
  if (!body.ok) throw new Error(body.reason);
  return body.value;
}
