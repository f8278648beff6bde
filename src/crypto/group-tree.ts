import type { Hash } from 'ts-mls/crypto/hash.js';
import { encode } from 'ts-mls/codec/tlsEncoder.js';
import { verifyLeafNodeSignature, verifyLeafNodeSignatureKeyPackage, type LeafNode } from 'ts-mls/leafNode.js';
import { parentHashInputEncoder } from 'ts-mls/parentHash.js';
import type { ParentNode } from 'ts-mls/parentNode.js';
import { removeLeaves, resolution, type Node, type RatchetTree } from 'ts-mls/ratchetTree.js';
import { leafNodeHashInputEncoder, parentNodeHashInputEncoder, treeHash } from 'ts-mls/treeHash.js';
import { isLeaf, left, leafWidth, parent, right, root, toLeafIndex, toNodeIndex, type NodeIndex } from 'ts-mls/treemath.js';
import { equal, toHex } from '../protocol/bytes.js';
import type { GroupSetup } from './group-types.js';

/**
 * What is wrong with the tree of a Welcome (RFC 9420, sections 7.3, 7.9 and 12.4.3.1); `undefined`: nothing. The library's own check wants all
 * nodes above an unmerged leaf to list the same leaves, which is so only until the next path, and would keep people out of a sound group.
 */
export async function treeFault(tree: RatchetTree, hash: Uint8Array, groupId: Uint8Array, setup: GroupSetup): Promise<string | undefined> {
  if (!tree.every((node, at) => node === undefined || (node.nodeType === 'leaf') === isLeaf(toNodeIndex(at)))) return 'nodes out of place';
  if (!keysDiffer(tree)) return 'one key in two places';
  if (!tree.every((node, at) => node?.nodeType !== 'parent' || unmergedAgree(tree, at, node.parent)))
    return 'unmerged leaves that cannot be';
  const { suite } = setup;
  const hashes = await subtreeHashes(tree, suite.hash);
  if (!equal(hashes[root(leafWidth(tree.length))] as Uint8Array, hash)) return 'another tree hash';
  if (!(await parentHashesHold(tree, hashes, suite.hash))) return 'parent hashes';
  const checks = tree.map(async (node, at) => node?.nodeType !== 'leaf' || leafHolds(node.leaf, at / 2, groupId, setup));
  return (await Promise.all(checks)).every(Boolean) ? undefined : 'a leaf that is not signed or not trusted';
}

async function leafHolds(leaf: LeafNode, index: number, groupId: Uint8Array, { suite, trust }: GroupSetup): Promise<boolean> {
  if (!('identity' in leaf.credential) || !trust(leaf.credential.identity, leaf.signaturePublicKey)) return false;
  if (leaf.leafNodeSource === 'key_package') return verifyLeafNodeSignatureKeyPackage(leaf, suite.signature);
  return verifyLeafNodeSignature(leaf, groupId, index, suite.signature);
}

function keysDiffer(tree: RatchetTree): boolean {
  const nodes = tree.filter((node) => node !== undefined);
  return (
    new Set(nodes.map((node) => toHex(node.nodeType === 'leaf' ? node.leaf.hpkePublicKey : node.parent.hpkePublicKey))).size ===
    nodes.length
  );
}

/** Each is a leaf below the node, in order, and every node between the two that is not blank lists it as well. */
function unmergedAgree(tree: RatchetTree, at: number, { unmergedLeaves }: ParentNode): boolean {
  const width = leafWidth(tree.length);
  return unmergedLeaves.every((index, i) => {
    if (tree[2 * index]?.nodeType !== 'leaf' || (i > 0 && index <= (unmergedLeaves[i - 1] as number))) return false;
    let node = toNodeIndex(2 * index);
    while (node !== at) {
      if (node === root(width)) return false;
      const above = tree[node];
      if (above?.nodeType === 'parent' && !above.parent.unmergedLeaves.includes(index)) return false;
      node = parent(node, width);
    }
    return true;
  });
}

/** Of every node, once (RFC 9420, section 7.8). */
async function subtreeHashes(tree: RatchetTree, h: Hash): Promise<readonly Uint8Array[]> {
  const hashes: Uint8Array[] = [];
  const fill = async (index: NodeIndex): Promise<Uint8Array> => {
    const node = tree[index];
    const input = isLeaf(index)
      ? encode(leafNodeHashInputEncoder)({ nodeType: 'leaf', leafIndex: toLeafIndex(index / 2), leafNode: leafOf(node) })
      : encode(parentNodeHashInputEncoder)({
          nodeType: 'parent',
          parentNode: parentOf(node),
          leftHash: await fill(left(index)),
          rightHash: await fill(right(index)),
        });
    return (hashes[index] = await h.digest(input));
  };
  await fill(root(leafWidth(tree.length)));
  return hashes;
}

const leafOf = (node: Node | undefined): LeafNode | undefined => (node?.nodeType === 'leaf' ? node.leaf : undefined);
const parentOf = (node: Node | undefined): ParentNode | undefined => (node?.nodeType === 'parent' ? node.parent : undefined);

/** Every parent that is not blank is vouched for by exactly one chain from a leaf (RFC 9420, section 7.9.2). */
async function parentHashesHold(tree: RatchetTree, hashes: readonly Uint8Array[], h: Hash): Promise<boolean> {
  const vouched = new Map<number, number>();
  for (let leaf = 0; leaf < tree.length; leaf += 2) {
    let node = toNodeIndex(leaf);
    for (;;) {
      const above = tree[node] === undefined ? undefined : parentAbove(tree, node);
      if (above === undefined || !isAlone(tree, node, above)) break;
      if (!equal(await parentHash(tree, node, above, hashes, h), statedHash(tree[node]))) break;
      vouched.set(above, (vouched.get(above) ?? 0) + 1);
      node = above;
    }
  }
  return tree.every((node, at) => node?.nodeType !== 'parent' || vouched.get(at) === 1);
}

/** The nearest node above that is not blank. */
function parentAbove(tree: RatchetTree, from: NodeIndex): NodeIndex | undefined {
  const width = leafWidth(tree.length);
  for (let node = from; node !== root(width);) {
    node = parent(node, width);
    if (tree[node] !== undefined) return node;
  }
  return undefined;
}

/** Whatever else stands for its side below `above` came later: it is unmerged there. */
function isAlone(tree: RatchetTree, node: NodeIndex, above: NodeIndex): boolean {
  const side = node < above ? left(above) : right(above);
  const inSide = (index: number): boolean => (side < above ? 2 * index < above : 2 * index > above);
  const others = resolution(tree, side).filter((other) => other !== node);
  const unmerged = (parentOf(tree[above])?.unmergedLeaves ?? []).filter((index) => inSide(index));
  return others.length === unmerged.length && unmerged.every((index) => others.includes(toNodeIndex(2 * index)));
}

function statedHash(node: Node | undefined): Uint8Array {
  if (node?.nodeType === 'parent') return node.parent.parentHash;
  return node?.leaf.leafNodeSource === 'commit' ? node.leaf.parentHash : new Uint8Array(0);
}

/** What `node` has to state about `above`: with the tree on the other side as it was before leaves were added to it unmerged. */
async function parentHash(
  tree: RatchetTree,
  node: NodeIndex,
  above: NodeIndex,
  hashes: readonly Uint8Array[],
  h: Hash,
): Promise<Uint8Array> {
  const { hpkePublicKey, parentHash: stated, unmergedLeaves } = parentOf(tree[above]) as ParentNode;
  const sibling = node < above ? right(above) : left(above);
  const original =
    unmergedLeaves.length === 0 ? hashes[sibling] : await treeHash(removeLeaves(tree, unmergedLeaves.map(toLeafIndex)), sibling, h);
  const input = { encryptionKey: hpkePublicKey, parentHash: stated, originalSiblingTreeHash: original as Uint8Array };
  return h.digest(encode(parentHashInputEncoder)(input));
}
