import { commitPart } from '../../../crypto/commit-part.js';
import type { Group } from '../../../crypto/group.js';
import { sha256 } from '../../../crypto/hash.js';
import type { Control } from '../../../protocol/control.js';
import { controlFrame } from '../../../protocol/control-frame.js';
import { concat, toHex } from '../../../protocol/bytes.js';
import type { ConnId } from '../../../protocol/ids.js';
import { together } from '../../../protocol/part.js';
import type { CipherEvent } from '../room-cipher.js';
import type { Bans } from './bans.js';
import type { LeaseCommit } from './lease-commit.js';
import { leasePart } from './lease-part.js';
import type { Scope } from './scope.js';

const PACKAGES_MOST = 64;
const REFERENCES_MOST = 4_096;

/** Sends the one commit of an epoch when the relay gives us the lease: docs/protocol.md, "Joining". */
export class Leaseholder {
  readonly #scope: Scope;
  readonly #bans: Bans;
  #packages: readonly Uint8Array[] = [];
  /** Of every package that was added in this generation, as far as we have seen it. */
  readonly #used = new Set<string>();
  /** Those whose places are free, as the relay says: not all of them may go in one commit. */
  readonly #gone = new Set<ConnId>();
  /** What went out for an epoch: the same bytes go out again. */
  #built: (LeaseCommit & { readonly epoch: number }) | undefined;

  constructor(scope: Scope, bans: Bans) {
    this.#scope = scope;
    this.#bans = bans;
  }

  /** A package that the relay passes on before it gives the lease. */
  keep(encoded: Uint8Array): void {
    this.#packages = [...this.#packages, encoded].slice(-PACKAGES_MOST);
  }

  /** A package is good for one addition. */
  used(references: readonly Uint8Array[]): void {
    for (const reference of references) this.#used.add(toHex(reference));
    for (const oldest of this.#used) {
      if (this.#used.size <= REFERENCES_MOST) break;
      this.#used.delete(oldest);
    }
  }

  /** After a commit: asks for the lease again when there is somebody left to remove. */
  rest(group: Group): readonly CipherEvent[] {
    const here = new Set(group.leaves.map((leaf) => this.#scope.identityOf(leaf).conn));
    for (const conn of this.#gone) if (!here.has(conn)) this.#gone.delete(conn);
    return this.#gone.size === 0 && !this.holdsBanned(group) ? [] : [{ type: 'send', frame: askForLease(group.epoch) }];
  }

  /** Somebody is in the group who was banned. */
  holdsBanned({ leaves }: Group): boolean {
    return leaves.some((leaf) => this.#bans.has(this.#scope.identityOf(leaf)));
  }

  /** Our own commit that has not come back. */
  get pending(): Uint8Array | undefined {
    return this.#built?.commit;
  }

  /** A commit of ours that has not been taken yet leaves the group as it is. */
  holds({ epoch }: Group): boolean {
    return this.#built?.epoch === epoch;
  }

  /** The frames that answer a lease. `path`: we asked for it, to renew our keys. */
  async answer(lease: Control<'LEASE'>, group: Group, path: boolean): Promise<readonly Uint8Array[]> {
    for (const conn of lease.left) this.#gone.add(conn);
    if (lease.epoch === group.epoch && this.#built?.epoch !== group.epoch) {
      const built = await this.#build(lease.joins, group, path);
      if (built !== undefined) this.#built = { ...built, epoch: group.epoch };
    }
    const fits = lease.epoch === group.epoch && this.#built?.epoch === group.epoch;
    return fits ? this.#frames(lease, group.epoch) : [giveBack(lease)];
  }

  /** `undefined`: there is nothing to change, or what is needed for it does not come. */
  async #build(joins: readonly ConnId[], group: Group, path: boolean): Promise<LeaseCommit | undefined> {
    // Both at once: the relay does not wait for long.
    if (
      (await together([leasePart, commitPart])
        .load()
        .catch(() => undefined)) === undefined
    )
      return undefined;
    const packages = this.#packages;
    this.#packages = [];
    const known = { packages, used: this.#used, gone: this.#gone, bans: this.#bans, scope: this.#scope };
    return leasePart.now?.buildLeaseCommit({ ...known, joins, group, path });
  }

  #frames({ lease, joins }: Control<'LEASE'>, epoch: number): readonly Uint8Array[] {
    if (this.#built === undefined) return [];
    const { commit, welcome } = this.#built;
    // The relay passes a Welcome on to those alone whom this lease names; an earlier one may have named others, who ask again.
    const to = this.#built.joins.filter((conn) => joins.includes(conn));
    const frames = [this.#scope.frame('COMMIT', epoch, concat(lease, this.#scope.sealed('COMMIT', epoch, commit)))];
    if (welcome !== undefined && to.length > 0) frames.push(this.#scope.seal('WELCOME', epoch, concat(sha256(commit), welcome), to));
    return frames;
  }
}

const giveBack = ({ lease, epoch }: Control<'LEASE'>): Uint8Array => controlFrame('LEASE', { lease, epoch, joins: [], left: [] });

/** Asks the relay for a lease of our own. */
export const askForLease = (epoch: number): Uint8Array => controlFrame('LEASE', { lease: new Uint8Array(16), epoch, joins: [], left: [] });
