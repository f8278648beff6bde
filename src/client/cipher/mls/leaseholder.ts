import { GroupError } from '../../../crypto/group-error.js';
import { readKeyPackage } from '../../../crypto/group-keys.js';
import type { GroupLeaf, PackageInfo } from '../../../crypto/group-types.js';
import type { Group } from '../../../crypto/group.js';
import { sha256 } from '../../../crypto/hash.js';
import type { Control } from '../../../protocol/control.js';
import { controlFrame } from '../../../protocol/control-frame.js';
import { concat, equal, toHex } from '../../../protocol/bytes.js';
import type { ConnId } from '../../../protocol/ids.js';
import type { CipherEvent } from '../room-cipher.js';
import type { Bans } from './bans.js';
import type { Scope } from './scope.js';

/** Rooms above this size never lose more than half of their leaves in one commit (commit-policy.ts). */
const SMALL = 4;
const PACKAGES_MOST = 64;
const REFERENCES_MOST = 4_096;

interface Wanted {
  readonly conn: ConnId;
  readonly encoded: Uint8Array;
  readonly info: PackageInfo;
}

/** Builds the one commit of an epoch when the relay gives us the lease: docs/protocol.md, "Joining". */
export class Leaseholder {
  readonly #scope: Scope;
  readonly #bans: Bans;
  #packages: readonly Uint8Array[] = [];
  /** Of every package that was added in this generation, as far as we have seen it. */
  readonly #used = new Set<string>();
  /** Those whose places are free, as the relay says: not all of them may go in one commit. */
  readonly #gone = new Set<ConnId>();
  /** What went out for an epoch: the same bytes go out again. */
  #built:
    | { readonly epoch: number; readonly commit: Uint8Array; readonly welcome: Uint8Array | undefined; readonly joins: readonly ConnId[] }
    | undefined;

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

  /** The frames that answer a lease. `path`: we asked for it, to renew our keys. */
  async answer(lease: Control<'LEASE'>, group: Group, path: boolean): Promise<readonly Uint8Array[]> {
    for (const conn of lease.left) this.#gone.add(conn);
    if (lease.epoch !== group.epoch) return [giveBack(lease)];
    if (this.#built?.epoch !== group.epoch) {
      const wanted = await this.#wanted(lease.joins, group);
      this.#packages = [];
      const removes = this.#mayRemove(group) ? this.#removable(wanted, group) : [];
      const adds = wanted.filter(({ info }) => this.#fits(info, removes, group));
      if (adds.length === 0 && removes.length === 0 && !path) return [giveBack(lease)];
      const changes = { removes: removes.map(({ index }) => index), adds: adds.map(({ encoded }) => encoded) };
      const built = await group.commit(changes, this.#scope.judge).catch(unlessRefused);
      if (built === undefined) return [giveBack(lease)];
      this.#built = { ...built, epoch: group.epoch, joins: adds.map(({ conn }) => conn) };
    }
    return this.#frames(lease, group.epoch);
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

  /** Packages that are what they say, of who sent them, and new. */
  async #wanted(joins: readonly ConnId[], group: Group): Promise<readonly Wanted[]> {
    const wanted = new Map<ConnId, Wanted>();
    for (const encoded of this.#packages) {
      const info = await readKeyPackage(encoded, this.#scope.setup);
      if (info === undefined || equal(info.sigPk, group.self.sigPk) || this.#used.has(toHex(info.reference))) continue;
      const { conn } = this.#scope.identityOf(info);
      if (this.#bans.has({ sigPk: info.sigPk, conn })) continue;
      const others = [...wanted.values()].filter((other) => other.conn !== conn);
      if (joins.includes(conn) && !others.some((other) => equal(other.info.sigPk, info.sigPk))) wanted.set(conn, { conn, encoded, info });
    }
    return [...wanted.values()];
  }

  /** Where the host is, it does it. */
  #mayRemove({ self, leaves }: Group): boolean {
    return this.#scope.isHost(self.sigPk) || !leaves.some((leaf) => this.#scope.isHost(leaf.sigPk));
  }

  /** Who has left or was banned, and the old leaf of who comes back. Of many the rest waits for the next commit. */
  #removable(wanted: readonly Wanted[], group: Group): readonly GroupLeaf[] {
    const returns = (leaf: GroupLeaf): boolean => wanted.some(({ info }) => equal(info.sigPk, leaf.sigPk));
    const leaves = group.leaves.filter((leaf) => leaf.index !== group.self.index && !this.#scope.isHost(leaf.sigPk));
    const all = leaves.filter((leaf) => {
      const member = this.#scope.identityOf(leaf);
      return returns(leaf) || this.#gone.has(member.conn) || this.#bans.has(member);
    });
    const most = group.leaves.length > SMALL ? Math.floor(group.leaves.length / 2) : all.length;
    return all.toSorted((a, b) => Number(returns(b)) - Number(returns(a))).slice(0, most);
  }

  /** Neither its key nor its place is another leaf's. */
  #fits(info: PackageInfo, removes: readonly GroupLeaf[], group: Group): boolean {
    const { conn } = this.#scope.identityOf(info);
    const stay = group.leaves.filter((leaf) => !removes.some(({ index }) => index === leaf.index));
    return !stay.some((leaf) => equal(leaf.sigPk, info.sigPk) || this.#scope.identityOf(leaf).conn === conn);
  }
}

/** A commit that our own rules refuse is not sent; anything else is a bug. */
const unlessRefused = (error: unknown): undefined => {
  if (!(error instanceof GroupError)) throw error;
  return undefined;
};

const giveBack = ({ lease, epoch }: Control<'LEASE'>): Uint8Array => controlFrame('LEASE', { lease, epoch, joins: [], left: [] });

/** Asks the relay for a lease of our own. */
export const askForLease = (epoch: number): Uint8Array => controlFrame('LEASE', { lease: new Uint8Array(16), epoch, joins: [], left: [] });
