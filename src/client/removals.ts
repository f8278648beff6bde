import type { MemberId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import type { ViewMember } from './view.js';

/** Whom the host has said that it removes, until they are out. */
export class Removals {
  readonly #by = new Map<string, ViewMember>();

  note(id: string, by: ViewMember): void {
    this.#by.set(id, by);
    const [oldest] = this.#by.keys();
    if (oldest !== undefined && this.#by.size > limits.membersMost) this.#by.delete(oldest);
  }

  /** Who removed this member that is gone now; undefined: it left. */
  take(id: MemberId): ViewMember | undefined {
    const by = this.#by.get(id);
    this.#by.delete(id);
    return by;
  }
}
