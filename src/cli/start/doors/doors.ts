import type { Clock } from '../../../core/ports/clock.js';
import { isOpening, type Door, type DoorState } from './door.js';
import { DoorKeeper } from './door-keeper.js';

export interface DoorsOptions {
  /** The best first. */
  readonly doors: readonly Door[];
  /** Of the server, on 127.0.0.1. */
  readonly port: number;
  readonly clock: Clock;
  /** Every change of every door, in order. */
  readonly heard: (door: Door, state: DoorState) => void;
}

export interface DoorAddress {
  readonly door: Door;
  /** An origin. */
  readonly url: string;
}

/** All doors of a session, side by side: one may fail while the others stay. */
export class Doors {
  readonly #keepers: readonly DoorKeeper[];
  #settle: () => void = () => {};
  /** Resolves when the best door is open, and none before it in the list can still be; or when all have failed. */
  readonly settled = new Promise<void>((resolve) => (this.#settle = resolve));

  constructor({ doors, port, clock, heard }: DoorsOptions) {
    this.#keepers = doors.map(
      (door) =>
        new DoorKeeper({
          door,
          port,
          clock,
          heard: (state) => {
            heard(door, state);
            this.#look();
          },
        }),
    );
  }

  open(): void {
    for (const keeper of this.#keepers) keeper.open();
    this.#look();
  }

  /** Opens again what has failed; the names of those. */
  reopen(): readonly string[] {
    return this.#keepers.filter((keeper) => keeper.state.state === 'failed' && keeper.open()).map(({ door }) => door.name);
  }

  /** Those that can be used, the best first; one that does not answer now comes after one that does. */
  get addresses(): readonly DoorAddress[] {
    return [...this.#in('ready'), ...this.#in('degraded')];
  }

  get opening(): readonly { readonly name: string; readonly state: DoorState }[] {
    return this.#keepers.filter(({ state }) => isOpening(state)).map(({ door, state }) => ({ name: door.name, state }));
  }

  /** At least one could be opened again. */
  get failed(): boolean {
    return this.#keepers.some(({ state }) => state.state === 'failed');
  }

  /** Resolves when nothing of them runs. */
  async close(): Promise<void> {
    const closed = await Promise.allSettled(this.#keepers.map((keeper) => keeper.close()));
    const failure = closed.find(({ status }) => status === 'rejected');
    if (failure?.status === 'rejected') throw failure.reason;
  }

  #in(wanted: 'ready' | 'degraded'): readonly DoorAddress[] {
    return this.#keepers.flatMap(({ door, state }) => (state.state === wanted ? [{ door, url: state.url }] : []));
  }

  #look(): void {
    for (const { state } of this.#keepers) {
      if (state.state === 'ready' || state.state === 'degraded') break;
      if (state.state !== 'failed') return;
    }
    this.#settle();
  }
}
