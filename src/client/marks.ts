import { limits } from '../protocol/limits.js';
import { nickSkeleton } from '../protocol/nick.js';
import type { ViewMember } from './view.js';

/** Of so many newcomers it is kept that they were told of. */
const TOLD_MOST = 4 * limits.membersMost;

/** Whose key somebody at this program has compared and found right: bound to the key, in memory only. */
export class Marks {
  /** By fingerprint: the nick by which the key was seen last, as `nickSkeleton`. */
  readonly #nicks = new Map<string, string>();
  readonly #told = new Set<string>();

  get size(): number {
    return this.#nicks.size;
  }

  has(fingerprint: string): boolean {
    return this.#nicks.has(fingerprint);
  }

  set({ fingerprint, nick }: ViewMember, verified: boolean): void {
    if (verified) this.#nicks.set(fingerprint, nickSkeleton(nick));
    else this.#nicks.delete(fingerprint);
  }

  /** Who of these has the nick of a marked member that is away or gone, by a key that is not marked. Each once. */
  returned(members: readonly ViewMember[]): readonly ViewMember[] {
    for (const { fingerprint, nick } of members) if (this.has(fingerprint)) this.#nicks.set(fingerprint, nickSkeleton(nick));
    const here = new Set(members.flatMap(({ away, fingerprint }) => (away ? [] : [fingerprint])));
    const free = new Set([...this.#nicks].flatMap(([fingerprint, nick]) => (here.has(fingerprint) ? [] : [nick])));
    const isNew = ({ self, fingerprint, nick }: ViewMember): boolean =>
      !self && !this.has(fingerprint) && free.has(nickSkeleton(nick)) && !this.#told.has(fingerprint);
    const returned = members.filter(isNew);
    for (const { fingerprint } of returned) this.#told.add(fingerprint);
    for (const oldest of this.#told) {
      if (this.#told.size <= TOLD_MOST) break;
      this.#told.delete(oldest);
    }
    return returned;
  }

  clear(): void {
    this.#nicks.clear();
    this.#told.clear();
  }
}
