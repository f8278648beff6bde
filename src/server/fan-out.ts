import type { Cancel, Clock } from '../core/ports/clock.js';
import type { LinkKey } from '../core/relay/relay-event.js';
import type { RoomId } from '../protocol/ids.js';
import { Batch } from './batch.js';

/** How long a busy room gathers before it writes, in milliseconds. */
const WINDOW = { least: 2, most: 10 } as const;
/** Members whose writes fit into one millisecond of a window: so a busy room writes about ten thousand times a second, whatever its size. */
const WRITES_PER_MS = 10;
/** More than this is written at once, so that one write never adds much to a queue. */
const GATHERED_BYTES = 65_536;

/** A room that has written less than a window ago. */
interface BusyRoom {
  links: readonly LinkKey[];
  frames: Uint8Array[];
  bytes: number;
  window: Cancel;
}

/**
 * Gathers a room's broadcasts, so that each member gets many with one write: the system call is most of what a delivery costs.
 * A quiet room's message leaves at once; what follows within the window leaves together at its end.
 */
export class FanOut {
  readonly #clock: Clock;
  readonly #write: (links: readonly LinkKey[], batch: Batch) => void;
  readonly #busy = new Map<RoomId, BusyRoom>();

  constructor(clock: Clock, write: (links: readonly LinkKey[], batch: Batch) => void) {
    this.#clock = clock;
    this.#write = write;
  }

  /** `links`: the same array as long as the receivers are the same. */
  broadcast(room: RoomId, links: readonly LinkKey[], frame: Uint8Array): void {
    const busy = this.#busy.get(room);
    if (busy === undefined) {
      this.#busy.set(room, { links, frames: [], bytes: 0, window: this.#open(room, links) });
      this.#write(links, new Batch([frame]));
      return;
    }
    if (busy.links !== links) this.#empty(busy);
    busy.links = links;
    busy.frames.push(frame);
    busy.bytes += frame.length;
    if (busy.bytes >= GATHERED_BYTES) this.#empty(busy);
  }

  /** Writes what a room has gathered. */
  flush(room: RoomId): void {
    const busy = this.#busy.get(room);
    if (busy !== undefined) this.#empty(busy);
  }

  flushAll(): void {
    for (const busy of this.#busy.values()) this.#empty(busy);
  }

  forget(room: RoomId): void {
    const busy = this.#busy.get(room);
    if (busy === undefined) return;
    this.#empty(busy);
    busy.window();
    this.#busy.delete(room);
  }

  forgetAll(): void {
    for (const room of this.#busy.keys()) this.forget(room);
  }

  #open(room: RoomId, links: readonly LinkKey[]): Cancel {
    const ms = Math.min(WINDOW.most, Math.max(WINDOW.least, Math.round(links.length / WRITES_PER_MS)));
    return this.#clock.after(ms, () => this.#close(room));
  }

  /** The end of a window: a room that has gathered something goes on gathering, another one is quiet again. */
  #close(room: RoomId): void {
    const busy = this.#busy.get(room);
    if (busy === undefined) return;
    if (busy.frames.length === 0) {
      this.#busy.delete(room);
      return;
    }
    busy.window = this.#open(room, busy.links);
    this.#empty(busy);
  }

  #empty(busy: BusyRoom): void {
    const { frames } = busy;
    if (frames.length === 0) return;
    busy.frames = [];
    busy.bytes = 0;
    this.#write(busy.links, new Batch(frames));
  }
}
