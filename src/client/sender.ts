import type { Cancel, Clock } from '../core/ports/clock.js';
import type { Random } from '../core/ports/random.js';
import { toHex } from '../protocol/bytes.js';
import type { ConnId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import { isCounted, type PayloadKind } from '../protocol/payload.js';
import type { RoomCipher } from './cipher/room-cipher.js';
import { Outbox, type Gate, type Letter } from './outbox.js';
import { OwnLedger, type Count } from './own-ledger.js';
import type { Pace } from './pace.js';

export interface SenderOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly cipher: Pick<RoomCipher, 'seal'>;
  readonly pace: Pace;
  /** One job after the other, with everything else that touches the cipher. */
  readonly run: (job: () => Promise<void>) => void;
  readonly gate: () => Gate;
  readonly send: (frame: Uint8Array) => void;
}

/** Brings letters to the relay: numbered, sealed, in order, paced below what the relay refuses, again when a connection broke. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #outbox = new Outbox();
  readonly #ledger = new OwnLedger();
  #paced: Cancel | undefined;
  #sync: Cancel | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    options.pace.add(() => this.#outbox.flying);
  }

  get unacknowledged(): number {
    return this.#outbox.unacknowledged;
  }

  /** How far we have counted, as the others know it. */
  get count(): Count {
    return this.#ledger.acknowledged;
  }

  get length(): number {
    return this.#outbox.length;
  }

  /** Answers the id: 32 hexadecimal characters. */
  say(kind: PayloadKind, body: Uint8Array, to: readonly ConnId[] = []): string {
    const letter = this.#letter(kind, body, to);
    this.#outbox.add(letter);
    this.pump();
    return toHex(letter.id);
  }

  /** Something that counts for nothing, and is written when it is sealed. */
  sayWritten(kind: PayloadKind, write: NonNullable<Letter['write']>): void {
    this.#outbox.add({ ...this.#letter(kind, new Uint8Array(0), []), write });
    this.pump();
  }

  /** For the cipher: before everything that waits. */
  sayFirst(kind: PayloadKind, body: Uint8Array, to: readonly ConnId[]): void {
    this.#outbox.addFirst(this.#letter(kind, body, to));
  }

  /** The letter whose frame has come back. */
  acknowledge(body: Uint8Array): Letter | undefined {
    const letter = this.#outbox.acknowledge(body);
    if (letter?.stamped !== undefined) this.#ledger.acknowledge(letter.stamped.count);
    return letter;
  }

  /** A fresh place: greetings of the old one mean nothing, the count goes on from what has arrived. */
  restart(): void {
    this.#outbox.again();
    this.#outbox.dropUncounted();
    this.#ledger.restart();
    this.#syncAgain();
  }

  /** The old place, and all that was missed has come: what has not come back has not arrived. */
  again(): void {
    this.#outbox.again();
    this.#ledger.restart();
    this.#syncAgain();
    this.pump();
  }

  /** Whom it is for does not come back: the ids of what is given up. It keeps its numbers, for it may have arrived. */
  abandon(): readonly string[] {
    const letters = this.#outbox.unfinished;
    this.#outbox.clear();
    for (const { stamped } of letters) if (stamped !== undefined) this.#ledger.acknowledge(stamped.count);
    this.#ledger.restart();
    return letters.map(({ id }) => toHex(id));
  }

  pump(): void {
    this.#options.run(() => this.#pump());
  }

  stop(): void {
    this.#paced?.();
    this.#sync?.();
    this.#outbox.clear();
  }

  #letter(kind: PayloadKind, body: Uint8Array, to: readonly ConnId[]): Letter {
    return { kind, id: this.#options.random(16), body, to, counted: isCounted(kind) && to.length === 0 };
  }

  async #pump(): Promise<void> {
    const { clock, cipher, gate, send, pace } = this.#options;
    for (let letter = this.#next(); letter !== undefined; letter = this.#next()) {
      const body = letter.write === undefined ? letter.body : await letter.write();
      if (body === undefined) {
        this.#outbox.drop(letter);
        continue;
      }
      const frame = await cipher.seal(this.#stamp(letter, body), letter.to, clock.now());
      if (gate() === 'closed') return;
      pace.sent(frame.length, clock.now());
      this.#outbox.gone(letter, bodyOf(frame));
      send(frame);
      if (letter.counted) this.#syncLater();
    }
  }

  #next(): Letter | undefined {
    const { clock, gate, pace } = this.#options;
    const letter = pace.full ? undefined : this.#outbox.peek(gate());
    if (letter === undefined) return undefined;
    const wait = pace.wait(clock.now());
    if (wait === 0) return letter;
    this.#paced?.();
    this.#paced = clock.after(wait, () => this.pump());
    return undefined;
  }

  /** A counted letter keeps its number when it goes out again; one that is not counted carries the count of now. */
  #stamp(letter: Letter, body: Uint8Array): Uint8Array {
    if (letter.counted && letter.stamped !== undefined) this.#ledger.repeat(letter.stamped.count);
    else letter.stamped = this.#ledger.stamp(letter.kind, letter.id, body, letter.counted);
    return letter.stamped.encoded;
  }

  /** A `sync` that was due in the break is not sent again by itself. */
  #syncAgain(): void {
    if (this.#sync !== undefined) this.#syncLater();
  }

  /** Lets the others see whether the last message arrived. */
  #syncLater(): void {
    this.#sync?.();
    this.#sync = this.#options.clock.after(limits.syncMs, () => void this.say('sync', new Uint8Array(0)));
  }
}

/** Of an encoded frame, whoever it is for. */
const bodyOf = (frame: Uint8Array): Uint8Array => frame.subarray(26 + 16 * (frame[22] ?? 0));
