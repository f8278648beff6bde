import { applyUpdatePathSecret } from 'ts-mls/createCommit.js';
import type { CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';
import type { GroupContext } from 'ts-mls/groupContext.js';
import { getCommitSecret } from 'ts-mls/pathSecrets.js';
import { toPrivateKeyPath, type PrivateKeyPath } from 'ts-mls/privateKeyPath.js';
import { decodeProposal, type Proposal } from 'ts-mls/proposal.js';
import {
  addLeafNode,
  decodeRatchetTree,
  encodeRatchetTree,
  getHpkePublicKey,
  removeLeafNode,
  resolution,
  updateLeafNode,
  type Node,
  type RatchetTree,
} from 'ts-mls/ratchetTree.js';
import { treeHash, treeHashRoot } from 'ts-mls/treeHash.js';
import { toLeafIndex, toNodeIndex } from 'ts-mls/treemath.js';
import { applyUpdatePath, createUpdatePath, decodeUpdatePath, type UpdatePath } from 'ts-mls/updatePath.js';
import { expect } from 'vitest';
import { isKeyPair } from '../../../src/crypto/cipher-suite-x25519.js';
import { treeFault } from '../../../src/crypto/group-tree.js';
import { SecretBytes } from '../../../src/crypto/secret-bytes.js';
import { toHex } from '../../../src/protocol/bytes.js';
import { hex, vectors, whole } from './vectors-files.js';

interface OperationVector extends Record<'tree_before' | 'tree_after' | 'tree_hash_before' | 'tree_hash_after' | 'proposal', string> {
  readonly cipher_suite: number;
  readonly proposal_sender: number;
}

function operate(tree: RatchetTree, proposal: Proposal, sender: number): RatchetTree {
  if (proposal.proposalType === 'add') return addLeafNode(tree, proposal.add.keyPackage.leafNode)[0];
  if (proposal.proposalType === 'update') return updateLeafNode(tree, proposal.update.leafNode, toLeafIndex(sender));
  if (proposal.proposalType === 'remove') return removeLeafNode(tree, toLeafIndex(proposal.remove.removed));
  throw new Error('a proposal that changes no tree');
}

vectors('tree-operations.json', 5, async (vector: OperationVector, suite) => {
  const before = whole(decodeRatchetTree, vector.tree_before);
  expect(toHex(await treeHashRoot(before, suite.hash))).toBe(vector.tree_hash_before);
  const after = operate(before, whole(decodeProposal, vector.proposal), vector.proposal_sender);
  expect(toHex(encodeRatchetTree(after))).toBe(vector.tree_after);
  expect(toHex(await treeHashRoot(after, suite.hash))).toBe(vector.tree_hash_after);
});

interface ValidationVector {
  readonly cipher_suite: number;
  readonly tree: string;
  readonly group_id: string;
  readonly tree_hashes: readonly string[];
  readonly resolutions: readonly (readonly number[])[];
}

vectors('tree-validation.json', 28, async (vector: ValidationVector, suite) => {
  const tree = whole(decodeRatchetTree, vector.tree);
  expect(tree).toHaveLength(vector.tree_hashes.length);
  for (const [node, expected] of vector.tree_hashes.entries()) {
    expect(toHex(await treeHash(tree, toNodeIndex(node), suite.hash))).toBe(expected);
    expect(resolution(tree, toNodeIndex(node))).toEqual(vector.resolutions[node]);
  }
  const root = await treeHashRoot(tree, suite.hash);
  const setup = {
    suite,
    trust: () => true,
    psk: { id: new Uint8Array(0), secret: new SecretBytes(new Uint8Array(0)) },
    aad: new Uint8Array(0),
  };
  expect(await treeFault(tree, root, hex(vector.group_id), setup)).toBeUndefined();
  expect(await treeFault(tree, root, hex('00'), setup)).toBe(tree.some(isBound) ? 'a leaf that is not signed or not trusted' : undefined);
  const at = tree.findIndex((node) => node?.nodeType === 'parent');
  const node = tree[at];
  if (node?.nodeType === 'parent') {
    const forged = tree.with(at, { nodeType: 'parent', parent: { ...node.parent, parentHash: new Uint8Array(32) } });
    expect(await treeFault(forged, await treeHashRoot(forged, suite.hash), hex(vector.group_id), setup)).toBe('parent hashes');
  }
});

/** Leaves that came with a commit or an update are signed for their group. */
const isBound = (node: Node | undefined): boolean => node?.nodeType === 'leaf' && node.leaf.leafNodeSource !== 'key_package';

interface TreeKemVector {
  readonly cipher_suite: number;
  readonly group_id: string;
  readonly epoch: number;
  readonly confirmed_transcript_hash: string;
  readonly ratchet_tree: string;
  readonly leaves_private: readonly LeafVector[];
  readonly update_paths: readonly PathVector[];
}
interface LeafVector {
  readonly index: number;
  readonly encryption_priv: string;
  readonly signature_priv: string;
  readonly path_secrets: readonly { readonly node: number; readonly path_secret: string }[];
}
interface PathVector {
  readonly sender: number;
  readonly update_path: string;
  readonly path_secrets: readonly (string | null)[];
  readonly commit_secret: string;
  readonly tree_hash_after: string;
}

const contextOf = (
  vector: Pick<TreeKemVector, 'group_id' | 'epoch' | 'confirmed_transcript_hash'>,
  hash: Uint8Array,
  suite: CiphersuiteImpl,
): GroupContext => ({
  version: 'mls10',
  cipherSuite: suite.name,
  groupId: hex(vector.group_id),
  epoch: BigInt(vector.epoch),
  treeHash: hash,
  confirmedTranscriptHash: hex(vector.confirmed_transcript_hash),
  extensions: [],
});

async function privatePath(leaf: LeafVector, suite: CiphersuiteImpl): Promise<PrivateKeyPath> {
  const secrets = Object.fromEntries(leaf.path_secrets.map(({ node, path_secret: secret }) => [node, hex(secret)]));
  const path = await toPrivateKeyPath(secrets, leaf.index, suite);
  return { ...path, privateKeys: { ...path.privateKeys, [2 * leaf.index]: hex(leaf.encryption_priv) } };
}

vectors(
  'treekem.json',
  11,
  async (vector: TreeKemVector, suite) => {
    const tree = whole(decodeRatchetTree, vector.ratchet_tree);
    const members = await Promise.all(vector.leaves_private.map(async (leaf) => ({ leaf, path: await privatePath(leaf, suite) })));
    for (const { path } of members) {
      for (const [node, secret] of Object.entries(path.privateKeys)) {
        expect(isKeyPair(secret, getHpkePublicKey(tree[Number(node)] as Node))).toBe(true);
      }
    }
    for (const expected of vector.update_paths) await checkPath(tree, members, vector, expected, suite);
  },
  { oursOnly: true },
);

async function checkPath(
  tree: RatchetTree,
  members: readonly { readonly leaf: LeafVector; readonly path: PrivateKeyPath }[],
  vector: TreeKemVector,
  expected: PathVector,
  suite: CiphersuiteImpl,
): Promise<void> {
  const sender = toLeafIndex(expected.sender);
  const open = async (path: PrivateKeyPath, update: UpdatePath, context: GroupContext): Promise<readonly [string, string]> => {
    const { nodeIndex, pathSecret } = await applyUpdatePathSecret(tree, path, sender, context, update, [], suite);
    return [toHex(pathSecret), toHex(await getCommitSecret(tree, nodeIndex, pathSecret, suite.kdf))];
  };
  const given = whole(decodeUpdatePath, expected.update_path);
  const after = await treeHashRoot(await applyUpdatePath(tree, sender, given, suite.hash), suite.hash);
  expect(toHex(after)).toBe(expected.tree_hash_after);

  const seed = hex(members.find(({ leaf }) => leaf.index === expected.sender)?.leaf.signature_priv ?? '');
  const before = contextOf(vector, await treeHashRoot(tree, suite.hash), suite);
  const [newTree, made] = await createUpdatePath(tree, sender, before, seed, suite);
  const next = { ...before, epoch: before.epoch + 1n, treeHash: await treeHashRoot(newTree, suite.hash) };
  const commitSecrets = new Set<string>();
  for (const { leaf, path } of members.filter(({ leaf: { index } }) => index !== expected.sender)) {
    // The context of the vectors has the tree after the path, and the epoch before it.
    expect(await open(path, given, { ...before, treeHash: after })).toEqual([expected.path_secrets[leaf.index], expected.commit_secret]);
    commitSecrets.add((await open(path, made, next))[1]);
  }
  expect(commitSecrets.size).toBe(members.length > 1 ? 1 : 0);
}
