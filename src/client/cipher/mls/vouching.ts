import type { Group } from '../../../crypto/group.js';
import type { Random } from '../../../core/ports/random.js';
import type { Identity } from '../room-cipher.js';
import { Authenticators } from './authenticators.js';
import type { Scope } from './scope.js';
import type { SyncBody } from './sync-body.js';

const EVERY_MS = 30_000;
/** Who is asked answers many newcomers at once; where there is no host, whoever draws the shortest wait does. */
const ANSWER_MS = 100;
const SPREAD_MS = 500;
/** The host says so every 30 s: after so long without, a message that does not open means that it is in another group. */
const FORSAKEN_MS = 90_000;

/** Members tell each other which group they are in, and how far they have counted: docs/protocol.md, "Sync". */
export class Vouching {
  /** The epoch in which we came. */
  readonly from: number;
  readonly #scope: Scope;
  readonly #group: Group;
  readonly #random: Random;
  readonly #authenticators = new Authenticators();
  #sure: boolean;
  #heardAt: number | undefined;
  #dueAt: number | undefined;
  /** The last epoch of which the relay would not take what we said. */
  #refusedIn: number | undefined;

  /** `sure`: we made the group. */
  constructor(scope: Scope, group: Group, random: Random, sure: boolean) {
    this.from = group.epoch;
    this.#scope = scope;
    this.#group = group;
    this.#random = random;
    this.#sure = sure;
    this.epoch();
  }

  /** The host is in our group; without a host, somebody is. */
  get sure(): boolean {
    return this.#sure;
  }

  epoch(): void {
    this.#authenticators.add(this.#group.epoch, this.#group.authenticator);
  }

  /** A newcomer wants to know. */
  asked(now: number): void {
    if (this.#sure && (this.#isHost || !this.#scope.hosted)) this.#dueAt = Math.min(this.due(now), now + this.#soon());
  }

  /** `other`: the host is in another group than we are. What guests say of another group proves nothing. */
  heard(from: Identity, { epoch, authenticator }: SyncBody, now: number): 'same' | 'other' | 'unknown' {
    const counts = this.#scope.isHost(from.sigPk) || !this.#scope.hosted;
    const verdict = this.#authenticators.compare(epoch, authenticator);
    if (verdict === 'same' && counts) {
      this.#sure = true;
      this.#heardAt = now;
      this.#dueAt = now + EVERY_MS + this.#share(EVERY_MS / 2);
    }
    return verdict === 'other' && !this.#scope.isHost(from.sigPk) ? 'unknown' : verdict;
  }

  /** The relay is in another epoch. True when it was so before the last resume, which brought every commit that we had missed. */
  outOfStep(): boolean {
    const before = this.#refusedIn;
    this.#refusedIn = this.#group.epoch;
    return before === this.#group.epoch;
  }

  /** We were sure, and have not heard of the host for long. */
  isForsaken(now: number): boolean {
    return this.#scope.hosted && this.#heardAt !== undefined && now - this.#heardAt > FORSAKEN_MS;
  }

  due(now: number): number {
    this.#dueAt ??= now + (this.#isHost ? EVERY_MS : EVERY_MS + this.#share(EVERY_MS / 2));
    return this.#dueAt;
  }

  said(now: number): void {
    this.#dueAt = undefined;
    this.due(now);
  }

  get #isHost(): boolean {
    return this.#scope.isHost(this.#scope.sigPk);
  }

  #soon(): number {
    return this.#scope.hosted ? ANSWER_MS : this.#share(SPREAD_MS);
  }

  #share(ms: number): number {
    const [a = 0, b = 0] = this.#random(2);
    return (ms * (a * 256 + b)) / 65_536;
  }
}
