import type { ConnId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import { equal } from '../protocol/bytes.js';
import type { PayloadKind } from '../protocol/payload.js';
import type { Count } from './own-ledger.js';

/** How far letters may go out. `entering`: only what lets us in. `gathering`: what counts waits for those who are still coming. */
export type Gate = 'closed' | 'entering' | 'gathering' | 'open';

const mayPass: Record<Gate, (letter: Letter) => boolean> = {
  closed: () => false,
  entering: ({ kind }) => kind === 'here',
  gathering: ({ counted }) => !counted,
  open: () => true,
};

/** Letters that may wait; more are refused, and whoever reads a file waits. */
export const WAITING_MOST = 1_000;

/** Something to be said. */
export interface Letter {
  readonly kind: PayloadKind;
  /** 16 bytes. */
  readonly id: Uint8Array;
  readonly body: Uint8Array;
  /** Makes the body anew each time that it is sealed; `undefined`: it is not wanted any more. Else the body is what it is. */
  readonly write?: () => Promise<Uint8Array | undefined>;
  readonly to: readonly ConnId[];
  readonly counted: boolean;
  /** Once it has a number: the encoded payload and its place in the count. */
  stamped?: { readonly encoded: Uint8Array; readonly count: Count };
}

/** What is to be said and what is on its way, in order. An echo of a frame is its acknowledgement. */
export class Outbox {
  #waiting: Letter[] = [];
  #inFlight: { readonly letter: Letter; readonly body: Uint8Array }[] = [];

  /** Counted letters that nobody has acknowledged. */
  get unacknowledged(): number {
    return this.unfinished.length;
  }

  /** Those letters. */
  get unfinished(): readonly Letter[] {
    return [...this.#inFlight.map(({ letter }) => letter), ...this.#waiting].filter(({ counted }) => counted);
  }

  get flying(): number {
    return this.#inFlight.length;
  }

  get length(): number {
    return this.#waiting.length + this.#inFlight.length;
  }

  add(letter: Letter): void {
    this.#waiting.push(letter);
  }

  /** Before everything that waits: what the cipher needs said. After what was added so before. */
  addFirst(letter: Letter): void {
    const at = this.#waiting.findIndex(({ kind }) => kind !== 'here');
    this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, letter);
  }

  /** The next to go out: undefined when none waits that may, or enough are on their way. */
  peek(gate: Gate): Letter | undefined {
    const [letter] = this.#waiting;
    if (letter === undefined || this.#inFlight.length >= limits.inFlight) return undefined;
    return mayPass[gate](letter) ? letter : undefined;
  }

  /** `letter` was the last `peek`; `body`: of the frame that carries it. */
  gone(letter: Letter, body: Uint8Array): void {
    this.#waiting = this.#waiting.filter((one) => one !== letter);
    this.#inFlight.push({ letter, body });
  }

  /** It will not be sent. */
  drop(letter: Letter): void {
    this.#waiting = this.#waiting.filter((one) => one !== letter);
  }

  /** The letter whose frame came back; undefined when the frame is not ours. */
  acknowledge(body: Uint8Array): Letter | undefined {
    const at = this.#inFlight.findIndex((one) => one.body.length === body.length && one.body[0] === body[0] && equal(one.body, body));
    return at < 0 ? undefined : this.#inFlight.splice(at, 1)[0]?.letter;
  }

  /**
   * The connection is another one: what has not come back goes out again, before what is new but after greetings, without which
   * newcomers could not read it. What only mattered then is dropped.
   */
  again(): void {
    const back = this.#inFlight.splice(0).map(({ letter }) => letter);
    const all = [...back, ...this.#waiting].filter(
      ({ kind, counted, to }) => counted || to.length > 0 || kind === 'here' || kind === 'sas' || kind === 'file',
    );
    this.#waiting = [...all.filter(({ kind }) => kind === 'here'), ...all.filter(({ kind }) => kind !== 'here')];
  }

  /** At a fresh place greetings and directed letters of the old one mean nothing. */
  dropUncounted(): void {
    this.#waiting = this.#waiting.filter(({ counted }) => counted);
  }

  clear(): void {
    this.#waiting = [];
    this.#inFlight = [];
  }
}
