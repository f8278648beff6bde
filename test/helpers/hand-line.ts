import type { Connect, TransportEvents } from '../../src/core/ports/transport.js';
import { controlFrame } from '../../src/protocol/control-frame.js';
import type { Control } from '../../src/protocol/control.js';
import type { ControlType } from '../../src/protocol/frame-type.js';
import { parseFrame } from '../../src/protocol/frame.js';

/** One connection whose far end is the test itself. */
export class HandLine {
  readonly sent: Uint8Array[] = [];
  closedWith: number | undefined;
  readonly #events: TransportEvents;

  constructor(events: TransportEvents) {
    this.#events = events;
  }

  /** Types of what was sent, in order. */
  get types(): readonly string[] {
    return this.sent.map((bytes) => {
      const frame = parseFrame(bytes);
      return frame.ok ? frame.value.type : 'garbage';
    });
  }

  open(): this {
    this.#events.open();
    return this;
  }

  bytes(message: Uint8Array): void {
    this.#events.message(message);
  }

  say<T extends ControlType>(type: T, body: Control<T>): void {
    this.bytes(controlFrame(type, body));
  }

  breaks(code = 1006): void {
    this.#events.closed(code);
  }
}

/** Every connection that was made, and how to make one. */
export function createHandLines(): { readonly lines: readonly HandLine[]; readonly connect: Connect } {
  const lines: HandLine[] = [];
  const connect: Connect = (events) => {
    const line = new HandLine(events);
    lines.push(line);
    return { send: (message) => void line.sent.push(message), close: (code) => void (line.closedWith = code), backlog: 0 };
  };
  return { lines, connect };
}
