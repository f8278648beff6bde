import type { Cancel, Clock } from '../../core/ports/clock.js';
import type { Transfer } from '../view.js';

/** More often nobody sees a number change. */
const EVERY_MS = 100;

/** Shows how far files are: a new state at once, numbers a few times a second. */
export class Drawing {
  readonly #clock: Clock;
  readonly #set: (key: number, transfer: Transfer) => void;
  readonly #waiting = new Map<number, () => Transfer>();
  #timer: Cancel | undefined;

  constructor(clock: Clock, set: (key: number, transfer: Transfer) => void) {
    this.#clock = clock;
    this.#set = set;
  }

  now(key: number, transfer: Transfer): void {
    this.#waiting.delete(key);
    this.#set(key, transfer);
  }

  soon(key: number, transfer: () => Transfer): void {
    this.#waiting.set(key, transfer);
    this.#timer ??= this.#clock.after(EVERY_MS, () => this.#draw());
  }

  drop(key: number): void {
    this.#waiting.delete(key);
  }

  stop(): void {
    this.#timer?.();
    this.#timer = undefined;
    this.#waiting.clear();
  }

  #draw(): void {
    this.#timer = undefined;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [key, transfer] of waiting) this.#set(key, transfer());
  }
}
