import type { CipherEvent, Identity, RulingCipher } from '../room-cipher.js';
import { Bans } from './bans.js';
import type { Inside } from './inside.js';
import { askForLease } from './leaseholder.js';

/** How the host rules a group: who is removed, and let in no more. */
export class Ruling implements RulingCipher {
  readonly bans = new Bans();
  readonly #inside: () => Inside | undefined;

  constructor(inside: () => Inside | undefined) {
    this.#inside = inside;
  }

  /** Asks for the lease, so that the relay does not wait for others who may leave. */
  ban(member: Identity): readonly CipherEvent[] {
    this.bans.add(member);
    const inside = this.#inside();
    return inside === undefined ? [] : [{ type: 'send', frame: askForLease(inside.group.epoch) }];
  }
}
