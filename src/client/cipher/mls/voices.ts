import type { ConnId } from '../../../protocol/ids.js';
import { limits } from '../../../protocol/limits.js';

/** Who was heard within this time has just been heard. */
const JUST_MS = 60_000;

/** Who spoke a moment ago and has not left since, by place: to remove these is valid, and strange. */
export class Voices {
  readonly #heardAt = new Map<ConnId, number>();
  /** While what was missed comes: who is not at one of these has left meanwhile. */
  #places: readonly ConnId[] | undefined;

  heard(conn: ConnId, now: number): void {
    if (this.#places?.includes(conn) === false) return;
    this.left(conn);
    this.#heardAt.set(conn, now);
    const [oldest] = this.#heardAt.keys();
    if (oldest !== undefined && this.#heardAt.size > limits.membersMost) this.left(oldest);
  }

  /** As the relay says, which must be believed in this. */
  left(conn: ConnId): void {
    this.#heardAt.delete(conn);
  }

  /** Only these places are taken. `behind`: what was missed follows. */
  only(places: readonly ConnId[], behind: boolean): void {
    this.#places = behind ? places : undefined;
    for (const conn of this.#heardAt.keys()) if (!places.includes(conn)) this.left(conn);
  }

  has(conn: ConnId, now: number): boolean {
    return now - (this.#heardAt.get(conn) ?? -Infinity) <= JUST_MS;
  }
}
