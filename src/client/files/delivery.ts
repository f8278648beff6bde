import { equal } from '../../protocol/bytes.js';
import { limits } from '../../protocol/limits.js';
import type { ConnId, MemberId } from '../../protocol/ids.js';
import type { Bits } from './bits.js';
import type { Receipt } from './receipt.js';
import { Window, type Departure } from './window.js';

/** A chunk that is on its way. */
interface Flying extends Departure {
  readonly number: number;
  readonly bytes: number;
}

/** What a receiver has asked with. */
export interface Asked {
  readonly by: MemberId;
  /** Where it stood then. */
  readonly place: ConnId;
  readonly key: Uint8Array;
  readonly tag: Uint8Array;
  readonly have: Bits;
}

/** A way that answers nothing is asked again later each time, up to so many times as late. */
const SILENT_MOST = 16;

/** A file of ours on its way to one receiver. */
export class Delivery {
  readonly by: MemberId;
  paused = false;
  /** When it was served last, in turns of all. */
  turn = 0;
  readonly #window = new Window();
  #asked: Asked;
  #flying: Flying[] = [];
  #counter = 0;
  #heardAt: number;
  #silent = 1;
  /** It stands where it stood when it asked. */
  #reached = true;

  constructor(asked: Asked, now: number) {
    this.by = asked.by;
    this.#asked = asked;
    this.#heardAt = now;
  }

  get place(): ConnId {
    return this.#asked.place;
  }

  get tag(): Uint8Array {
    return this.#asked.tag;
  }

  get key(): Uint8Array {
    return this.#asked.key;
  }

  get have(): Bits {
    return this.#asked.have;
  }

  /** It may be sent something now. */
  get open(): boolean {
    return this.#reached && !this.paused && !this.have.full && this.#flyingBytes < this.#window.bytes;
  }

  /** When what is on its way counts as lost; `undefined`: nothing is. */
  get dueAt(): number | undefined {
    const last = this.#flying.at(-1);
    if (last === undefined) return undefined;
    return Math.max(last.at, this.#heardAt) + this.#silent * this.#window.patience(this.#flyingBytes);
  }

  /** This chunk is neither there nor on its way. */
  lacks(number: number): boolean {
    return !this.have.has(number) && !this.#flying.some((one) => one.number === number);
  }

  sent(number: number, now: number): void {
    const departure = this.#window.departs(now, this.#flying.length === 0);
    this.#flying.push({ ...departure, number, bytes: limits.fileChunkBytes });
  }

  /** It has asked anew: what was on its way to it may be lost. */
  again(asked: Asked, now: number): void {
    if (equal(asked.tag, this.tag)) asked.have.add(this.have);
    else this.#counter = 0;
    this.#asked = asked;
    this.paused = false;
    this.#reached = true;
    this.#flying = [];
    this.#heardAt = now;
  }

  /** What was on its way may be lost. `reached`: it stands where it stood. */
  interrupted(reached: boolean): void {
    this.#reached &&= reached;
    this.#flying = [];
  }

  /** False: it was heard before. */
  isNew(number: number): boolean {
    if (number <= this.#counter) return false;
    this.#counter = number;
    return true;
  }

  /** What comes does so in the order in which it went: a chunk before the last that is not there was left out, or not taken. */
  heard({ last, have }: Receipt, now: number): void {
    this.#heardAt = now;
    this.#silent = 1;
    this.have.add(have);
    const upTo = this.#flying.findIndex(({ number }) => number === last) + 1;
    const over = this.#flying.slice(0, upTo);
    const arrived = over.filter(({ number }) => this.have.has(number));
    this.#flying = this.#flying.slice(upTo).filter(({ number }) => !this.have.has(number));
    const newest = arrived.at(-1);
    if (newest !== undefined) this.#window.arrives(sum(arrived), newest, now);
    if (arrived.length < over.length) this.#window.lost();
  }

  /** Nothing was heard in time. */
  late(): void {
    this.#flying = [];
    this.#silent = Math.min(SILENT_MOST, 2 * this.#silent);
    this.#window.lost();
  }

  get #flyingBytes(): number {
    return sum(this.#flying);
  }
}

const sum = (flying: readonly Flying[]): number => flying.reduce((all, { bytes }) => all + bytes, 0);
