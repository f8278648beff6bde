import { GroupError } from '../../../crypto/group-error.js';
import { readKeyPackage } from '../../../crypto/group-keys.js';
import type { GroupLeaf, PackageInfo } from '../../../crypto/group-types.js';
import type { Group } from '../../../crypto/group.js';
import { equal, toHex } from '../../../protocol/bytes.js';
import type { ConnId } from '../../../protocol/ids.js';
import type { Bans } from './bans.js';
import type { Scope } from './scope.js';

/** Rooms above this size never lose more than half of their leaves in one commit (commit-policy.ts). */
const SMALL = 4;

/** What a leaseholder knows when it has the lease. */
export interface LeaseWork {
  readonly scope: Scope;
  readonly bans: Bans;
  readonly group: Group;
  /** As they came, the oldest first. */
  readonly packages: readonly Uint8Array[];
  /** References of packages that were added before, in hex. */
  readonly used: ReadonlySet<string>;
  /** Those whose places are free, as the relay says: not all of them may go in one commit. */
  readonly gone: ReadonlySet<ConnId>;
  /** Whom the lease names. */
  readonly joins: readonly ConnId[];
  /** A commit is wanted also when nobody comes or goes. */
  readonly path: boolean;
}

export interface LeaseCommit {
  readonly commit: Uint8Array;
  readonly welcome: Uint8Array | undefined;
  /** Whom it lets in. */
  readonly joins: readonly ConnId[];
}

interface Wanted {
  readonly conn: ConnId;
  readonly encoded: Uint8Array;
  readonly info: PackageInfo;
}

/** `undefined`: there is nothing to change. */
export async function buildLeaseCommit(work: LeaseWork): Promise<LeaseCommit | undefined> {
  const { group, scope, path } = work;
  const wanted = await wantedBy(work);
  const removes = mayRemove(work) ? removable(wanted, work) : [];
  const adds = wanted.filter(({ info }) => fits(info, removes, work));
  if (adds.length === 0 && removes.length === 0 && !path) return undefined;
  const changes = { removes: removes.map(({ index }) => index), adds: adds.map(({ encoded }) => encoded) };
  const built = await group.commit(changes, scope.judge).catch(unlessRefused);
  return built === undefined ? undefined : { ...built, joins: adds.map(({ conn }) => conn) };
}

/** Packages that are what they say, of who sent them, and new. */
async function wantedBy({ packages, group, scope, used, bans, joins }: LeaseWork): Promise<readonly Wanted[]> {
  const wanted = new Map<ConnId, Wanted>();
  if (bans.all) return [];
  for (const encoded of packages) {
    const info = await readKeyPackage(encoded, scope.setup);
    if (info === undefined || equal(info.sigPk, group.self.sigPk) || used.has(toHex(info.reference))) continue;
    const { conn } = scope.identityOf(info);
    if (bans.has({ sigPk: info.sigPk, conn })) continue;
    const others = [...wanted.values()].filter((other) => other.conn !== conn);
    if (joins.includes(conn) && !others.some((other) => equal(other.info.sigPk, info.sigPk))) wanted.set(conn, { conn, encoded, info });
  }
  return [...wanted.values()];
}

/** Where the host is, it does it. */
const mayRemove = ({ group: { self, leaves }, scope }: LeaseWork): boolean =>
  scope.isHost(self.sigPk) || !leaves.some((leaf) => scope.isHost(leaf.sigPk));

/** Who has left or was banned, and the old leaf of who comes back. Of many the rest waits for the next commit. */
function removable(wanted: readonly Wanted[], { group, scope, gone, bans }: LeaseWork): readonly GroupLeaf[] {
  const returns = (leaf: GroupLeaf): boolean => wanted.some(({ info }) => equal(info.sigPk, leaf.sigPk));
  const leaves = group.leaves.filter((leaf) => leaf.index !== group.self.index && !scope.isHost(leaf.sigPk));
  const all = leaves.filter((leaf) => {
    const member = scope.identityOf(leaf);
    return returns(leaf) || gone.has(member.conn) || bans.has(member);
  });
  const most = group.leaves.length > SMALL ? Math.floor(group.leaves.length / 2) : all.length;
  return all.toSorted((a, b) => Number(returns(b)) - Number(returns(a))).slice(0, most);
}

/** Neither its key nor its place is another leaf's. */
function fits(info: PackageInfo, removes: readonly GroupLeaf[], { group, scope }: LeaseWork): boolean {
  const { conn } = scope.identityOf(info);
  const stay = group.leaves.filter((leaf) => !removes.some(({ index }) => index === leaf.index));
  return !stay.some((leaf) => equal(leaf.sigPk, info.sigPk) || scope.identityOf(leaf).conn === conn);
}

/** A commit that our own rules refuse is not sent; anything else is a bug. */
const unlessRefused = (error: unknown): undefined => {
  if (!(error instanceof GroupError)) throw error;
  return undefined;
};
