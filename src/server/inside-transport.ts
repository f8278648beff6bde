import type { Connect, Transport, TransportEvents } from '../core/ports/transport.js';
import type { Link, LinkEvents } from './link.js';

const BROKEN = 1006;

/**
 * A transport inside this process, for the host member: no socket, so nothing outside can speak as it. Everything arrives in a later
 * microtask, in order and copied, as it would over a wire.
 */
export const insideTransport =
  (accept: (link: Link) => LinkEvents): Connect =>
  (events) =>
    new Line(accept, events).transport;

class Line {
  readonly #member: TransportEvents;
  #home: LinkEvents | undefined;
  #state: 'opening' | 'open' | 'closing' | 'closed' = 'opening';
  #toHome = 0;
  #toMember = 0;

  constructor(accept: (link: Link) => LinkEvents, member: TransportEvents) {
    this.#member = member;
    queueMicrotask(() => {
      if (this.#state !== 'opening') return;
      this.#state = 'open';
      this.#member.open();
      this.#home = accept(this.#link());
    });
  }

  get transport(): Transport {
    const bytes = (): number => this.#toHome;
    return {
      send: (message) => this.#send(message),
      close: (code) => this.#close(code),
      get backlog() {
        return bytes();
      },
    };
  }

  #link(): Link {
    const bytes = (): number => this.#toMember;
    return {
      get backlog() {
        return bytes();
      },
      write: (batch, left) => this.#write(batch.frames, left),
      // Both ends live and die together.
      ping: () => this.#home?.alive(),
      close: (code) => this.#close(code),
      terminate: () => this.#close(BROKEN),
      seated: () => undefined,
    };
  }

  #send(message: Uint8Array): void {
    if (this.#state !== 'open') return;
    const copy = message.slice();
    this.#toHome += copy.length;
    queueMicrotask(() => {
      this.#toHome -= copy.length;
      if (this.#state !== 'closed') this.#home?.frame(copy);
    });
  }

  #write(frames: readonly Uint8Array[], left: (() => void) | undefined): void {
    const copies = this.#state === 'open' ? frames.map((frame) => frame.slice()) : [];
    const bytes = copies.reduce((sum, copy) => sum + copy.length, 0);
    this.#toMember += bytes;
    queueMicrotask(() => {
      this.#toMember -= bytes;
      for (const copy of copies) if (this.#state !== 'closed') this.#member.message(copy);
      left?.();
    });
  }

  /** What was sent before still arrives: it stands in front of this in the microtask queue. */
  #close(code: number): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#state = 'closing';
    queueMicrotask(() => {
      this.#state = 'closed';
      this.#home?.closed(code);
      this.#member.closed(code);
    });
  }
}
