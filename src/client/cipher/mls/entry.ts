import { GroupError } from '../../../crypto/group-error.js';
import { JoinKeys } from '../../../crypto/group-keys.js';
import { Group } from '../../../crypto/group.js';
import { sha256 } from '../../../crypto/hash.js';
import type { SecretBytes } from '../../../crypto/secret-bytes.js';
import { equal, toHex } from '../../../protocol/bytes.js';
import type { Scope } from './scope.js';

const HASH = 32;
/** Commits seen while waiting whose hash is kept: a Welcome follows its own at once. */
const COMMITS_MOST = 16;
/** Without being let in for so long a fresh package is sent, later each time. */
const AGAIN_FIRST_MS = 5_000;
const AGAIN_MOST_MS = 20_000;
/** Once in a group it has so long to be proven the room's: to be let in again costs everybody more than to wait. */
const DOUBT_MS = 10_000;
const PACKAGES_MOST = 3;
/** After so many packages in vain whoever should let us in never will. */
const STUCK_TRIES = 3;

/** The reference of a package stands in a Welcome as it is. */
export const holds = (bytes: Uint8Array, piece: Uint8Array): boolean => {
  const [first = 0] = piece;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (equal(bytes.subarray(at, at + piece.length), piece)) return true;
  }
  return false;
};

/** What a Welcome leads to. `not-ours`: it names no package that we still have. `wrong` says what of it does not fit. */
export type Welcomed =
  | { readonly type: 'joined'; readonly group: Group }
  | { readonly type: 'not-ours' }
  | { readonly type: 'wrong'; readonly why: string };

/** A member that asks to be let into the group of its room: docs/protocol.md, "Joining". */
export class Entry {
  readonly #scope: Scope;
  readonly #seed: SecretBytes;
  readonly #commits = new Set<string>();
  /** Of the packages that went out, the newest last: the answer to an earlier one may be on its way. */
  #keys: readonly JoinKeys[] = [];
  #tries = 0;

  constructor(scope: Scope, seed: SecretBytes) {
    this.#scope = scope;
    this.#seed = seed;
  }

  get tries(): number {
    return this.#tries;
  }

  /** Where there is no host, most of those who are here can agree that the group is of no use any more. */
  get isStuck(): boolean {
    return !this.#scope.hosted && this.#tries > STUCK_TRIES;
  }

  /** How long to wait for an answer to the last `ask`. */
  get patienceMs(): number {
    return Math.min(AGAIN_MOST_MS, AGAIN_FIRST_MS * 2 ** Math.max(0, this.#tries - 1));
  }

  /** How long after a Welcome. */
  get doubtMs(): number {
    return Math.max(DOUBT_MS, this.patienceMs);
  }

  /** A frame with a fresh key package: one that was used, or lost, is never used again. */
  async ask(nick: string): Promise<Uint8Array> {
    this.#tries += 1;
    const keys = await JoinKeys.make(this.#scope.credential(nick), this.#seed, this.#scope.setup);
    for (const old of this.#keys.slice(0, 1 - PACKAGES_MOST)) old.wipe();
    this.#keys = [...this.#keys, keys].slice(-PACKAGES_MOST);
    return this.#scope.seal('KEYPKG', this.#scope.place.epoch, keys.encoded);
  }

  /** A commit that everybody got: a Welcome is believed only with one. */
  saw(commit: Uint8Array): void {
    this.#commits.add(toHex(sha256(commit)));
    for (const oldest of this.#commits) {
      if (this.#commits.size <= COMMITS_MOST) break;
      this.#commits.delete(oldest);
    }
  }

  /** `inner`: hash of the commit ‖ MLS welcome. */
  async welcome(inner: Uint8Array): Promise<Welcomed> {
    const keys = this.#keys.find(({ reference }) => holds(inner, reference));
    if (keys === undefined) return { type: 'not-ours' };
    if (!this.#commits.has(toHex(inner.subarray(0, HASH)))) return { type: 'wrong', why: 'its commit was not sent to everybody' };
    try {
      const group = await Group.join(inner.subarray(HASH), keys, this.#scope.setup, this.#scope.place.gen);
      return this.#fits(group);
    } catch (error) {
      if (error instanceof GroupError) return { type: 'wrong', why: error.reason };
      throw error;
    }
  }

  /** In the group and sure of it, or not asking any more. */
  wipe(): void {
    for (const keys of this.#keys) keys.wipe();
    this.#keys = [];
    this.#commits.clear();
  }

  #fits(group: Group): Welcomed {
    const { hosted } = this.#scope;
    if (hosted && !group.leaves.some((leaf) => this.#scope.isHost(leaf.sigPk))) return { type: 'wrong', why: 'the host is not in it' };
    if (!equal(group.self.sigPk, this.#scope.sigPk)) return { type: 'wrong', why: 'our leaf has another key' };
    return { type: 'joined', group };
  }
}
