import type { Frame } from '../../../protocol/frame.js';
import type { CipherEvent } from '../room-cipher.js';
import { hear } from './hearing.js';
import type { Inside } from './inside.js';
import type { Members } from './members.js';
import type { Scope } from './scope.js';

/** As long as the keys of an old epoch. */
const KEPT_MS = 30_000;

/** The group as it was until we were let in again: what somebody sealed before it knew that is for us still. */
export class Former {
  #inside: Inside | undefined;
  #until = 0;

  keep(inside: Inside | undefined, now: number): void {
    this.wipe();
    this.#inside = inside;
    this.#until = now + KEPT_MS;
  }

  get wakeAt(): number | undefined {
    return this.#inside === undefined ? undefined : this.#until;
  }

  tick(now: number): void {
    if (now >= this.#until) this.wipe();
  }

  /** What was said. Nothing else of that group means anything now. */
  async hear(frame: Frame, scope: Scope, members: Members, now: number): Promise<readonly CipherEvent[]> {
    const inside = this.#inside;
    if (inside === undefined || frame.epoch > inside.group.epoch || frame.epoch < inside.vouching.from) return [];
    const { events } = await hear(frame, { scope, inside, members }, now);
    return events.filter(({ type }) => type === 'payload');
  }

  wipe(): void {
    this.#inside?.group.wipe();
    this.#inside = undefined;
  }
}
