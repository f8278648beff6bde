import type { RoomKeys } from '../../../crypto/key-schedule.js';
import type { CipherEvent, Identity, RulingCipher } from '../room-cipher.js';
import { Bans } from './bans.js';
import type { Inside } from './inside.js';
import { askForLease } from './leaseholder.js';

export interface RulingOptions {
  readonly inside: () => Inside | undefined;
  readonly move: (keys: RoomKeys) => void;
}

/** How the host rules a group: who is removed, and let in no more; and that all go on under another link. */
export class Ruling implements RulingCipher {
  readonly bans = new Bans();
  readonly move: (keys: RoomKeys) => void;
  readonly #inside: () => Inside | undefined;
  #renews = false;

  constructor({ inside, move }: RulingOptions) {
    this.#inside = inside;
    this.move = move;
  }

  /** Asks for the lease, so that the relay does not wait for others who may leave. */
  ban(member: Identity): readonly CipherEvent[] {
    this.bans.add(member);
    return this.#ask();
  }

  renew(now: number): readonly CipherEvent[] {
    const inside = this.#inside();
    // Nobody else has its keys, and a relay gives no lease for ourselves alone.
    if (inside?.group.leaves.length === 1 && !inside.leaseholder.holds(inside.group)) return [{ type: 'renewed' }];
    this.#renews = inside !== undefined;
    inside?.renewal.hurry(now);
    inside?.renewal.ask(now);
    return this.#ask();
  }

  close(closed: boolean): void {
    this.bans.all = closed;
    this.#renews = false;
  }

  /** After a commit that renewed nothing: the relay may have refused to hear us before it. */
  rest(): readonly CipherEvent[] {
    return this.#renews ? this.#ask() : [];
  }

  #ask(): readonly CipherEvent[] {
    const inside = this.#inside();
    return inside === undefined ? [] : [{ type: 'send', frame: askForLease(inside.group.epoch) }];
  }
}
