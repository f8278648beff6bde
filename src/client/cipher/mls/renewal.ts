import type { CommitFacts } from '../../../crypto/group-types.js';
import type { Group } from '../../../crypto/group.js';
import type { Random } from '../../../core/ports/random.js';

/** A newcomer renews its keys once: until then whoever held its package could follow the group. */
const NEWCOMER_MS = 60_000;
const EVERY_MS = 600_000;
const EVERY_MESSAGES = 100;
/** An ask that the relay did not answer. */
const ASK_AGAIN_MS = 15_000;

/** Commits follow each other at most so often, by the number of leaves: each costs every member. */
const leastMs = (leaves: number): number => (leaves <= 50 ? 2_000 : leaves <= 200 ? 5_000 : 10_000);

/** When this member commits a path of its own, which heals the group after a theft of keys: docs/protocol.md, "Time". */
export class Renewal {
  #messages = 0;
  #last: number;
  #asked: number | undefined;
  /** When it is to be done whoever does the regular ones: by a newcomer for the first time. */
  #soon: number | undefined;

  /** `founder`: we made the group, and nobody else had our keys. */
  constructor(random: Random, now: number, founder: boolean) {
    const [share = 0] = random(1);
    this.#last = now;
    this.#soon = founder ? undefined : now + NEWCOMER_MS * (1 + share / 256);
  }

  counted(): void {
    this.#messages += 1;
  }

  /** Whether it renews our keys. A commit with a path is one that adds nobody, or that removes somebody. */
  committed(commit: CommitFacts, group: Group, now: number): boolean {
    const hasPath = commit.removes.length > 0 || commit.adds.length === 0;
    if (!hasPath) return false;
    this.#last = now;
    this.#messages = 0;
    if (commit.sender !== group.self.index) return false;
    this.#asked = undefined;
    this.#soon = undefined;
    return true;
  }

  /** As soon as it may be. */
  hurry(now: number): void {
    this.#soon = now;
  }

  /** We have asked for a lease, and not long ago. */
  asked(now: number): boolean {
    return this.#asked !== undefined && now - this.#asked < ASK_AGAIN_MS;
  }

  ask(now: number): void {
    this.#asked = now;
  }

  due(group: Group, now: number): number {
    const regular = this.#messages >= EVERY_MESSAGES ? now : this.#last + EVERY_MS;
    const wish = Math.min(isFirst(group) ? regular : Number.POSITIVE_INFINITY, this.#soon ?? Number.POSITIVE_INFINITY);
    const least = Math.max(this.#last + leastMs(group.leaves.length), (this.#asked ?? -Infinity) + ASK_AGAIN_MS);
    return Math.max(wish, least);
  }
}

/** The regular ones are the oldest leaf's: the host's, while it is here. */
const isFirst = (group: Group): boolean => group.leaves.every(({ index }) => index >= group.self.index);
