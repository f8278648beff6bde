import type { Group } from '../../../crypto/group.js';
import type { MemberCount } from '../room-cipher.js';
import type { Scope } from './scope.js';
import { encodeSync, type LeafCount } from './sync-body.js';

/** Body of a `sync`: where we are, and how far everybody has counted. */
export function syncOf(counts: readonly MemberCount[], group: Group, scope: Scope): Uint8Array {
  const { epoch, authenticator } = group;
  return encodeSync({ epoch, authenticator, counts: toLeaves(counts, group, scope) });
}

/** Told by their leaves. Those who are not in the tree are left out. */
function toLeaves(counts: readonly MemberCount[], group: Group, scope: Scope): readonly LeafCount[] {
  const leaves = new Map(group.leaves.map((leaf) => [scope.identityOf(leaf).id, leaf.index]));
  return counts.flatMap(({ id, n, p }) => {
    const leaf = leaves.get(id);
    return leaf === undefined ? [] : [{ leaf, n, p }];
  });
}

export function toMembers(counts: readonly LeafCount[], group: Group, scope: Scope): readonly MemberCount[] {
  const leaves = new Map(group.leaves.map((leaf) => [leaf.index, leaf]));
  return counts.flatMap(({ leaf, n, p }) => {
    const found = leaves.get(leaf);
    return found === undefined ? [] : [{ id: scope.identityOf(found).id, n, p }];
  });
}
