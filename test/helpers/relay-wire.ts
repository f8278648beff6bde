import type { RelayEvent } from '../../src/core/relay/relay-event.js';
import type { Transport, TransportEvents } from '../../src/core/ports/transport.js';

export interface WireHooks {
  /** What arrives at the relay instead of this message. */
  toRelay?: (message: Uint8Array, wire: Wire) => readonly Uint8Array[];
  /** What arrives at the member instead of this message. */
  toMember?: (message: Uint8Array, wire: Wire) => readonly Uint8Array[];
}

/** One connection in memory. What is sent waits until the test delivers it; each direction keeps its order. */
export interface Wire {
  readonly link: number;
  readonly inside: boolean;
  readonly transport: Transport;
  /** Neither end has been told that it is closed. */
  readonly open: boolean;
  /** From the relay's home. `gone` is called when the message has arrived, or never will. */
  send(frame: Uint8Array, gone?: () => void): void;
  close(code: number): void;
  /** The network fails: what is under way is lost. `seenBy`: who notices (the other end may notice later: cut again). */
  cut(seenBy?: 'both' | 'member' | 'relay', code?: number): void;
  /** Puts a message on the wire that nobody sent. */
  inject(to: 'relay' | 'member', message: Uint8Array): void;
  /** Something is under way. */
  readonly busy: boolean;
  /** The deliveries that can be made now: at most one in each direction. */
  ready(): readonly (() => void)[];
}

interface WireOptions {
  readonly link: number;
  readonly inside: boolean;
  readonly events: TransportEvents;
  readonly toRelay: (event: RelayEvent) => void;
  readonly hooks: WireHooks;
}

interface Item {
  readonly bytes: number;
  readonly deliver: () => void;
  readonly lost: () => void;
}

const nothing = (): void => undefined;
const nobody: TransportEvents = { open: nothing, message: nothing, closed: nothing };

/** A queue of deliveries to one end, which is told once that it is closed and nothing after that. */
class End {
  readonly #items: Item[] = [];
  #closing = false;
  #deaf = false;
  closed = false;

  get backlog(): number {
    return this.#items.reduce((sum, item) => sum + item.bytes, 0);
  }

  get ready(): boolean {
    return this.#items.length > 0;
  }

  /** False when this never arrives. */
  put(deliver: () => void, bytes = 0, lost = nothing): boolean {
    if (this.#closing || this.#deaf) lost();
    else this.#items.push({ bytes, deliver, lost });
    return !this.#closing && !this.#deaf;
  }

  /** The last thing it is told, once. */
  close(tell: () => void): void {
    if (this.#closing) return;
    this.#closing = true;
    const deliver = (): void => {
      this.closed = true;
      tell();
    };
    this.#items.push({ bytes: 0, deliver, lost: nothing });
  }

  /** What is under way is lost, and from now on it hears nothing but that the connection is closed. */
  deafen(): void {
    for (const item of this.#items.splice(0)) item.lost();
    if (!this.closed) this.#closing = false;
    this.#deaf = true;
  }

  next(): void {
    this.#items.shift()?.deliver();
  }
}

export const createWire = (options: WireOptions): Wire => new MemoryWire(options);

class MemoryWire implements Wire {
  readonly link: number;
  readonly inside: boolean;
  readonly transport: Transport;
  readonly #options: Omit<WireOptions, 'events'>;
  readonly #relay = new End();
  readonly #member = new End();
  #memberOpen = false;
  /** Until it has heard its last: the world keeps every wire, and must not keep every member. */
  #events: TransportEvents;

  constructor({ events, ...options }: WireOptions) {
    this.#options = options;
    this.#events = events;
    this.link = options.link;
    this.inside = options.inside;
    const relay = this.#relay;
    this.transport = {
      send: (message) => this.#memberOpen && this.#put('relay', message),
      close: (code) => this.#closeBoth(code, this.#relay, this.#member),
      get backlog() {
        return relay.backlog;
      },
    };
    relay.put(() => {
      options.toRelay({ type: 'connected', link: this.link, inside: this.inside });
      this.#member.put(() => {
        this.#memberOpen = true;
        this.#events.open();
      });
    });
  }

  get open(): boolean {
    return !this.#relay.closed && !this.#member.closed;
  }

  send(frame: Uint8Array, gone = nothing): void {
    this.#put('member', frame, gone);
  }

  close(code: number): void {
    this.#closeBoth(code, this.#member, this.#relay);
  }

  cut(seenBy: 'both' | 'member' | 'relay' = 'both', code = 1006): void {
    this.#relay.deafen();
    this.#member.deafen();
    if (seenBy !== 'relay') this.#tellMember(code);
    if (seenBy !== 'member') this.#tellRelay(code);
  }

  inject(to: 'relay' | 'member', message: Uint8Array): void {
    this.#put(to, message);
  }

  get busy(): boolean {
    return this.#relay.ready || this.#member.ready;
  }

  ready(): readonly (() => void)[] {
    return [this.#relay, this.#member].filter((end) => end.ready).map((end) => () => end.next());
  }

  /** Copies: neither end may see what the other does to its bytes later. */
  #put(to: 'relay' | 'member', message: Uint8Array, gone = nothing): void {
    const { hooks, toRelay } = this.#options;
    const bytes = message.slice();
    const hook = to === 'relay' ? hooks.toRelay : hooks.toMember;
    const deliver =
      to === 'relay'
        ? (part: Uint8Array) => toRelay({ type: 'frame', link: this.link, bytes: part })
        : (part: Uint8Array) => this.#events.message(part);
    const arrive = (): void => {
      for (const part of hook?.(bytes, this) ?? [bytes]) deliver(part);
      gone();
    };
    (to === 'relay' ? this.#relay : this.#member).put(arrive, bytes.length, gone);
  }

  /** What was sent before still arrives at the far end; then both are told. */
  #closeBoth(code: number, far: End, near: End): void {
    const tell = (end: End): void => (end === this.#member ? this.#tellMember(code) : this.#tellRelay(code));
    near.deafen();
    if (near === this.#member) this.#memberOpen = false;
    if (!far.put(() => tell(near))) tell(near);
    tell(far);
  }

  #tellMember(code: number): void {
    this.#member.close(() => {
      this.#memberOpen = false;
      const { closed } = this.#events;
      this.#events = nobody;
      closed(code);
    });
  }

  #tellRelay(code: number): void {
    this.#relay.close(() => this.#options.toRelay({ type: 'closed', link: this.link, code }));
  }
}
