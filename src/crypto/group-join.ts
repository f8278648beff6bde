import type { ClientState } from 'ts-mls/clientState.js';
import { verifyGroupInfoConfirmationTag, verifyGroupInfoSignature, ratchetTreeFromExtension, type GroupInfo } from 'ts-mls/groupInfo.js';
import type { GroupSecrets } from 'ts-mls/groupSecrets.js';
import type { KeyPackage, PrivateKeyPackage } from 'ts-mls/keyPackage.js';
import { deriveKeySchedule } from 'ts-mls/keySchedule.js';
import { encodeLeafNode } from 'ts-mls/leafNode.js';
import { pathToRoot } from 'ts-mls/pathSecrets.js';
import { computePskSecret } from 'ts-mls/presharedkey.js';
import { mergePrivateKeyPaths, toPrivateKeyPath, type PrivateKeyPath } from 'ts-mls/privateKeyPath.js';
import type { RatchetTree } from 'ts-mls/ratchetTree.js';
import { createSecretTree } from 'ts-mls/secretTree.js';
import { leafWidth, toLeafIndex } from 'ts-mls/treemath.js';
import { firstCommonAncestor } from 'ts-mls/updatePath.js';
import { decryptGroupInfo, decryptGroupSecrets, type Welcome } from 'ts-mls/welcome.js';
import { equal } from '../protocol/bytes.js';
import { keysAgree } from './group-commit.js';
import { GroupError } from './group-error.js';
import type { JoinKeys } from './group-keys.js';
import { isSound, leafAt } from './group-leaves.js';
import { clientConfig, pskOf, readMessage } from './group-mls.js';
import { wipeState, zero } from './group-secrets.js';
import { treeFault } from './group-tree.js';
import type { GroupSetup } from './group-types.js';

/** The number that a group id begins with, or the whole id. */
export type ExpectedGroup = number | Uint8Array;

/**
 * Enters a group by a Welcome (RFC 9420, section 12.4.3.1). The library has a function for it, which refuses sound trees (see `treeFault`)
 * and takes Welcomes without a PSK. Rejects with GroupError, or with the library's own error.
 */
export async function enter(encoded: Uint8Array, keys: JoinKeys, setup: GroupSetup, expected: ExpectedGroup): Promise<ClientState> {
  const welcome = readMessage(encoded, 'mls_welcome')?.welcome;
  if (welcome?.cipherSuite !== setup.suite.name) refuse('not a Welcome of this suite');
  const { publicPackage, privatePackage } = keys.parts();
  const secrets = await openSecrets(welcome, keys.reference, privatePackage, setup);
  const pskSecret = await linkSecret(secrets, setup);
  const info = await decryptGroupInfo(welcome, secrets.joinerSecret, pskSecret, setup.suite);
  if (info === undefined) return refuse('unreadable');
  checkContext(info, setup, expected);
  const tree = await checkedTree(info, setup);
  if (!(await verifyGroupInfoConfirmationTag(info, secrets.joinerSecret, pskSecret, setup.suite))) refuse('another confirmation tag');
  const privatePath = await ownPath(tree, info, secrets, publicPackage, privatePackage, setup);
  const state = await begin(info, tree, secrets, pskSecret, privatePath, privatePackage.signaturePrivateKey, setup);
  zero([secrets.joinerSecret, pskSecret]);
  if (keysAgree(undefined, state)) return state;
  wipeState(state);
  return refuse('a tree that would break the next commit');
}

function refuse(reason: string): never {
  throw new GroupError('welcome', reason);
}

async function openSecrets(
  welcome: Welcome,
  reference: Uint8Array,
  { initPrivateKey }: PrivateKeyPackage,
  setup: GroupSetup,
): Promise<GroupSecrets> {
  const { hpke } = setup.suite;
  const secrets = await decryptGroupSecrets(await hpke.importPrivateKey(initPrivateKey), reference, welcome, hpke);
  initPrivateKey.fill(0);
  return secrets ?? refuse('unreadable');
}

/** Exactly the PSK of the link: without it, whoever only saw the key package could have made the Welcome. */
async function linkSecret({ psks }: GroupSecrets, setup: GroupSetup): Promise<Uint8Array> {
  const [psk, ...more] = psks;
  if (psk === undefined || more.length > 0) return refuse('not exactly one PSK');
  return computePskSecret([[psk, pskOf(psk, setup) ?? refuse('another PSK')]], setup.suite);
}

function checkContext({ groupContext }: GroupInfo, { suite }: GroupSetup, expected: ExpectedGroup): void {
  const { groupId, cipherSuite, version, extensions } = groupContext;
  if (version !== 'mls10' || cipherSuite !== suite.name || extensions.length > 0) refuse('another suite, version or extension');
  if (typeof expected !== 'number') return equal(groupId, expected) ? undefined : refuse('another group');
  const gen = groupId.length === 20 ? new DataView(groupId.buffer, groupId.byteOffset).getUint32(0) : undefined;
  if (gen !== expected) refuse('a group of another generation');
}

async function checkedTree(info: GroupInfo, setup: GroupSetup): Promise<RatchetTree> {
  const tree = ratchetTreeFromExtension(info) ?? refuse('no tree');
  const { groupId, treeHash } = info.groupContext;
  const signer = leafAt(tree, info.signer) ?? refuse('signed by a blank leaf');
  if (!isSound(tree)) refuse('a tree with leaves or keys that this protocol does not have');
  if (!(await verifyGroupInfoSignature(info, signer.sigPk, setup.suite.signature))) refuse('not signed');
  const fault = await treeFault(tree, treeHash, groupId, setup);
  return fault === undefined ? tree : refuse(`a tree with ${fault}`);
}

async function ownPath(
  tree: RatchetTree,
  info: GroupInfo,
  { pathSecret }: GroupSecrets,
  { leafNode }: KeyPackage,
  { hpkePrivateKey }: PrivateKeyPackage,
  { suite }: GroupSetup,
): Promise<PrivateKeyPath> {
  const own = encodeLeafNode(leafNode);
  const at = tree.findIndex((node) => node?.nodeType === 'leaf' && equal(node.leaf.signaturePublicKey, leafNode.signaturePublicKey));
  const node = tree[at];
  if (node?.nodeType !== 'leaf' || !equal(encodeLeafNode(node.leaf), own)) return refuse('no leaf of ours');
  const leafIndex = toLeafIndex(at / 2);
  const path = { leafIndex, privateKeys: { [at]: hpkePrivateKey } };
  if (pathSecret === undefined) return path;
  const secrets = await pathToRoot(tree, firstCommonAncestor(tree, leafIndex, toLeafIndex(info.signer)), pathSecret, suite.kdf);
  const derived = await toPrivateKeyPath(secrets, leafIndex, suite);
  zero(Object.values(secrets));
  return mergePrivateKeyPaths(derived, path);
}

async function begin(
  info: GroupInfo,
  ratchetTree: RatchetTree,
  { joinerSecret }: GroupSecrets,
  pskSecret: Uint8Array,
  privatePath: PrivateKeyPath,
  signaturePrivateKey: Uint8Array,
  setup: GroupSetup,
): Promise<ClientState> {
  const { groupContext, confirmationTag } = info;
  const [keySchedule, encryptionSecret] = await deriveKeySchedule(joinerSecret, pskSecret, groupContext, setup.suite.kdf);
  const secretTree = await createSecretTree(leafWidth(ratchetTree.length), encryptionSecret, setup.suite.kdf);
  encryptionSecret.fill(0);
  return {
    groupContext,
    ratchetTree,
    privatePath,
    signaturePrivateKey,
    confirmationTag,
    keySchedule,
    secretTree,
    unappliedProposals: {},
    historicalReceiverData: new Map(),
    groupActiveState: { kind: 'active' },
    clientConfig: clientConfig(setup),
  };
}
