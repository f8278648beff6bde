import type { LeafNode } from 'ts-mls/leafNode.js';
import type { RatchetTree } from 'ts-mls/ratchetTree.js';
import { toHex } from '../protocol/bytes.js';
import { isUselessKey } from './cipher-suite-x25519.js';
import { plain } from './group-mls.js';
import type { GroupLeaf } from './group-types.js';

/** Leaf `index` of a tree; `undefined` when it is blank or not there. */
export function leafAt(tree: RatchetTree, index: number): GroupLeaf | undefined {
  const node = tree[2 * index];
  return node?.nodeType === 'leaf' ? { index, identity: identityOf(node.leaf), sigPk: node.leaf.signaturePublicKey } : undefined;
}

export function leavesOf(tree: RatchetTree): readonly GroupLeaf[] {
  const leaves: GroupLeaf[] = [];
  for (let index = 0; 2 * index < tree.length; index++) {
    const leaf = leafAt(tree, index);
    if (leaf !== undefined) leaves.push(leaf);
  }
  return leaves;
}

export const identityOf = ({ credential }: LeafNode): Uint8Array =>
  credential.credentialType === 'basic' && 'identity' in credential ? credential.identity : new Uint8Array(0);

/** Whether a leaf holds what this protocol's members put into theirs, and nothing else. */
export function isPlain(leaf: LeafNode): boolean {
  const { versions, ciphersuites, extensions, proposals, credentials } = leaf.capabilities;
  const basic = [versions, ciphersuites, credentials].every(({ length }) => length === 1);
  if (!basic || extensions.length + proposals.length + leaf.extensions.length > 0) return false;
  if (ciphersuites[0] !== plain.capabilities.ciphersuites[0] || credentials[0] !== 'basic' || !('identity' in leaf.credential))
    return false;
  if (leaf.leafNodeSource === 'key_package') {
    const { notBefore, notAfter } = leaf.lifetime;
    if (notBefore !== plain.lifetime.notBefore || notAfter !== plain.lifetime.notAfter) return false;
  }
  return leaf.leafNodeSource !== 'update' && leaf.signaturePublicKey.length === 32 && !isUselessKey(leaf.hpkePublicKey);
}

/** What the library does not ask of a tree: plain leaves, each with a signature key of its own, and keys that can be sealed to. */
export function isSound(tree: RatchetTree): boolean {
  const keys = new Set<string>();
  let leaves = 0;
  for (const node of tree) {
    if (node?.nodeType === 'parent' && isUselessKey(node.parent.hpkePublicKey)) return false;
    if (node?.nodeType !== 'leaf') continue;
    if (!isPlain(node.leaf)) return false;
    leaves += 1;
    keys.add(toHex(node.leaf.signaturePublicKey));
  }
  return keys.size === leaves;
}
