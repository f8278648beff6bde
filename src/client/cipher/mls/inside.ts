import type { Group } from '../../../crypto/group.js';
import type { Random } from '../../../core/ports/random.js';
import type { Bans } from './bans.js';
import type { Deadlines } from './deadlines.js';
import { Leaseholder } from './leaseholder.js';
import { Renewal } from './renewal.js';
import type { Scope } from './scope.js';
import { Vouching } from './vouching.js';

interface InsideOptions {
  readonly scope: Scope;
  readonly group: Group;
  readonly bans: Bans;
  readonly random: Random;
  readonly now: number;
  /** We made the group. */
  readonly sure: boolean;
}

/** Keys of an old epoch open what was sealed just before its end. */
const OLD_KEYS_MS = 30_000;

/** Where we are in a group: everything here ends with it. */
export class Inside {
  readonly group: Group;
  readonly leaseholder: Leaseholder;
  readonly renewal: Renewal;
  readonly vouching: Vouching;
  /** The keys of epochs below these go then. */
  #old: readonly { readonly below: number; readonly at: number }[] = [];

  constructor({ scope, group, bans, random, now, sure }: InsideOptions) {
    this.group = group;
    this.leaseholder = new Leaseholder(scope, bans);
    this.renewal = new Renewal(random, now, sure);
    this.vouching = new Vouching(scope, group, random, sure);
  }

  /** The group's epoch is a new one. */
  epoch(now: number): void {
    this.vouching.epoch();
    this.#old = [...this.#old, { below: this.group.epoch, at: now + OLD_KEYS_MS }];
  }

  forget(now: number): void {
    const due = this.#old.filter(({ at }) => at <= now);
    this.#old = this.#old.slice(due.length);
    const last = due.at(-1);
    if (last !== undefined) this.group.forgetBelow(last.below);
  }

  /** When old keys go, and when we want to say how far we have counted and to renew our keys. */
  schedule(due: Pick<Deadlines<'forget' | 'sync' | 'renew'>, 'set'>, now: number): void {
    due.set('forget', this.#old[0]?.at);
    due.set('sync', this.vouching.due(now));
    due.set('renew', this.renewal.due(this.group, now));
  }
}
