import { Closer, type CloseFailure } from '../../core/closer.js';
import type { Clock } from '../../core/ports/clock.js';
import { within } from '../../core/within.js';
import { Footprint } from './footprint.js';

/** All of it, the question to a person left out. */
const ALL_MS = 8_000;
/** For saying inside the group that the session ends. */
const SAY_MS = 300;

/** Keys that were overwritten, and their bytes. */
export interface Wiped {
  readonly keys: number;
  readonly bytes: number;
}

/** Sockets that were closed, and the bytes of the stores behind them that were overwritten. */
export interface Closed {
  readonly sockets: number;
  readonly bytes: number;
}

export interface ShutdownResult {
  readonly ms: number;
  readonly sockets: number;
  readonly keys: number;
  readonly bytes: number;
  readonly failures: readonly CloseFailure[];
}

/** What has just been done. */
export type ShutdownBeat = 'said' | 'wiped' | 'sockets-closed' | 'closed';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * The one way out. Each step is given on the line after what it ends; they run in the order of the methods here, whatever fails or hangs.
 * A step that is given when its time is over runs at once: a start that was overtaken by its end leaves nothing.
 */
export class Shutdown {
  /** Everything that may take time, newest first: tunnel, then server, … */
  readonly closer: Closer;
  readonly footprint = new Footprint();
  readonly #clock: Clock;
  readonly #say: ((ms: number) => Promise<void>)[] = [];
  readonly #wipe: (() => Wiped)[] = [];
  readonly #sockets: (() => Closed)[] = [];
  readonly #failures: CloseFailure[] = [];
  #wiped = false;
  #socketsClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.closer = new Closer(clock);
  }

  /** Says inside the group that the session ends; what is not said in `ms` stays unsaid. */
  onSay(say: (ms: number) => Promise<void>): void {
    this.#say.push(say);
  }

  /** Overwrites keys or a store: at once, before anything that can hang. */
  onWipe(wipe: () => Wiped): void {
    this.#wipe.push(wipe);
    if (this.#wiped) this.#attempt('keys', wipe);
  }

  /** Closes sockets (1001): at once. */
  onSockets(close: () => Closed): void {
    this.#sockets.push(close);
    if (this.#socketsClosed) this.#attempt('sockets', close);
  }

  /** Takes 8 s at most; never rejects. */
  async run(beat: (beat: ShutdownBeat) => void): Promise<ShutdownResult> {
    const began = this.#clock.now();
    const tell = (done: ShutdownBeat): void => void this.#attempt('output', () => beat(done));
    await this.#sayAll();
    tell('said');
    const wiped = this.wipe();
    tell('wiped');
    this.#socketsClosed = true;
    const closed = this.#sockets.flatMap((close) => this.#attempt('sockets', close));
    tell('sockets-closed');
    const failures = await this.closer.close(Math.max(0, ALL_MS - (this.#clock.now() - began)));
    tell('closed');
    return {
      ms: Math.round(this.#clock.now() - began),
      sockets: sum(closed.map((one) => one.sockets)),
      keys: wiped.keys,
      bytes: wiped.bytes + sum(closed.map((one) => one.bytes)),
      failures: [...this.#failures, ...failures],
    };
  }

  /** The keys alone: what a forced end still does. Overwriting twice is harmless. */
  wipe(): Wiped {
    this.#wiped = true;
    const wiped = this.#wipe.flatMap((wipe) => this.#attempt('keys', wipe));
    return { keys: sum(wiped.map((one) => one.keys)), bytes: sum(wiped.map((one) => one.bytes)) };
  }

  async #sayAll(): Promise<void> {
    // That it could not be said is no failure of the end: the closed sockets say it again.
    await within(this.#clock, SAY_MS, Promise.allSettled(this.#say.map(async (say) => say(SAY_MS))));
  }

  #attempt<Result>(name: string, step: () => Result): readonly Result[] {
    try {
      return [step()];
    } catch (error) {
      this.#failures.push({ name, why: 'failed', error });
      return [];
    }
  }
}
