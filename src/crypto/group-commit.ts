import {
  applyProposals,
  throwIfDefined,
  validateLeafNodeCredentialAndKeyUniqueness,
  validateLeafNodeUpdateOrCommit,
  type ClientState,
} from 'ts-mls/clientState.js';
import type { Commit } from 'ts-mls/commit.js';
import { unprotectPrivateMessage } from 'ts-mls/messageProtection.js';
import type { PrivateMessage } from 'ts-mls/privateMessage.js';
import { processPrivateMessage } from 'ts-mls/processMessages.js';
import type { Proposal } from 'ts-mls/proposal.js';
import type { ProposalOrRef } from 'ts-mls/proposalOrRefType.js';
import type { PskIndex } from 'ts-mls/pskIndex.js';
import type { RatchetTree } from 'ts-mls/ratchetTree.js';
import { toLeafIndex } from 'ts-mls/treemath.js';
import { equal } from '../protocol/bytes.js';
import { isKeyPair } from './cipher-suite-x25519.js';
import { GroupError } from './group-error.js';
import { isAddable, packageInfo } from './group-keys.js';
import { isSound, leafAt, leavesOf } from './group-leaves.js';
import { clientConfig, pskOf } from './group-mls.js';
import { remembering } from './group-remembering.js';
import type { BuiltCommit, CommitFacts, GroupLeaf, GroupSetup, JudgeCommit, PackageInfo, Processed } from './group-types.js';

/** A commit that was carried out on a copy of the state: whoever holds the state decides whether this one replaces it. */
export interface Step {
  readonly facts: CommitFacts;
  readonly before: readonly GroupLeaf[];
  readonly after: readonly GroupLeaf[];
  /** The epoch after it, or, when one was removed oneself, the state as it was: there is no more to know. */
  readonly next: ClientState;
  readonly selfRemoved: boolean;
  /** Used up when `next` replaces the state. */
  readonly consumed: readonly Uint8Array[];
}

/** One's own commit, before the relay has given it its place. */
export interface PendingCommit extends BuiltCommit {
  readonly step: Step;
}

/** Another's commit of the current epoch. Rejects for everything that the library, or the protocol, refuses before anybody judges. */
export async function processCommit(current: ClientState, message: PrivateMessage, sender: number, room: GroupSetup): Promise<Step> {
  const setup = remembering(room);
  const state = { ...current, clientConfig: clientConfig(setup) };
  const commit = await readCommit(state, message, setup);
  const facts = await factsOf(commit.proposals, sender, setup);
  if (facts.others > 0) throw new GroupError('commit', 'a proposal that this protocol does not have');
  await checkAdds(commit.proposals, state, setup);
  const before = leavesOf(state.ratchetTree);
  if (facts.removes.includes(state.privatePath.leafIndex)) {
    const after = leavesOf(await treeWithoutSelf(state, commit, sender, setup));
    return { facts, before, after, next: current, selfRemoved: true, consumed: [] };
  }
  const result = await processPrivateMessage(state, message, pskIndex(setup), setup.suite);
  if (result.kind !== 'newState') throw new GroupError('commit', 'no commit');
  const { newState, consumed } = result;
  const next = { ...newState, clientConfig: current.clientConfig };
  if (!isSound(next.ratchetTree) || !keysAgree(state, next)) throw new GroupError('commit', 'a tree that would break the next commit');
  return { facts, before, after: leavesOf(next.ratchetTree), next, selfRemoved: false, consumed };
}

/**
 * The library looks at all Adds at once, and leaves the promises behind the first that fails to nobody: where such a promise ends the program,
 * two bad key packages in one commit would end the program of everybody who gets it. So each is looked at here before, one after the other.
 */
async function checkAdds(proposals: readonly ProposalOrRef[], { ratchetTree }: ClientState, setup: GroupSetup): Promise<void> {
  for (const entry of proposals) {
    const proposal = entry.proposalOrRefType === 'proposal' ? entry.proposal : undefined;
    if (!isOf(proposal, 'add')) continue;
    const { keyPackage } = proposal.add;
    if (!(await isAddable(keyPackage, setup))) throw new GroupError('commit', 'a key package that cannot be added');
    throwIfDefined(await validateLeafNodeCredentialAndKeyUniqueness(ratchetTree, keyPackage.leafNode));
  }
}

/** The reason of the policy, or what was done. */
export function judged({ facts, before, after, selfRemoved }: Step, judge: JudgeCommit): Processed {
  const reason = judge(before, facts, after);
  if (reason !== undefined) return { type: 'refused', reason };
  return {
    type: 'applied',
    commit: facts,
    removed: before.filter(({ index }) => facts.removes.includes(index)),
    added: after.filter(({ sigPk }) => facts.adds.some((add) => equal(add.sigPk, sigPk))),
    selfRemoved,
  };
}

/**
 * RFC 9420, section 12.4.2: the keys that one derives have to be those in the tree. The library does not look, and whoever trusted the tree
 * would seal the next commit to keys that nobody has. Blank nodes keep an old secret: nothing is sealed to them.
 */
export function keysAgree(before: ClientState | undefined, after: ClientState): boolean {
  const old = before?.privatePath.privateKeys;
  return Object.entries(after.privatePath.privateKeys).every(([index, secret]) => {
    const node = after.ratchetTree[Number(index)];
    if (node === undefined || old?.[Number(index)] === secret) return true;
    return isKeyPair(secret, node.nodeType === 'leaf' ? node.leaf.hpkePublicKey : node.parent.hpkePublicKey);
  });
}

/** The commit inside, signed by its sender; the state stays as it is. */
async function readCommit(state: ClientState, message: PrivateMessage, { suite }: GroupSetup): Promise<Commit> {
  const { keySchedule, secretTree, ratchetTree, groupContext } = state;
  const { content } = await unprotectPrivateMessage(
    keySchedule.senderDataSecret,
    message,
    secretTree,
    ratchetTree,
    groupContext,
    state.clientConfig.keyRetentionConfig,
    suite,
  );
  if (content.content.contentType !== 'commit') throw new GroupError('commit', 'no commit');
  return content.content.commit;
}

export async function factsOf(proposals: readonly ProposalOrRef[], sender: number, setup: GroupSetup): Promise<CommitFacts> {
  const adds: PackageInfo[] = [];
  const removes: number[] = [];
  const psks: CommitFacts['psks'][number][] = [];
  let others = 0;
  for (const entry of proposals) {
    const proposal = entry.proposalOrRefType === 'proposal' ? entry.proposal : undefined;
    if (isOf(proposal, 'add')) adds.push(await packageInfo(proposal.add.keyPackage, setup));
    else if (isOf(proposal, 'remove')) removes.push(proposal.remove.removed);
    else if (isOf(proposal, 'psk')) psks.push(pskFacts(proposal.psk.preSharedKeyId));
    else others += 1;
  }
  return { sender, external: false, adds, removes, psks, others };
}

export const pskIndex = (setup: GroupSetup): PskIndex => ({ findPsk: (wanted) => pskOf(wanted, setup) });

/** Proposals of types that the library does not know have a number there. */
const isOf = <T extends 'add' | 'remove' | 'psk'>(
  proposal: Proposal | undefined,
  type: T,
): proposal is Extract<Proposal, { proposalType: T }> => proposal?.proposalType === type;

function pskFacts(id: {
  readonly psktype: string;
  readonly pskId?: Uint8Array;
  readonly pskNonce: Uint8Array;
}): CommitFacts['psks'][number] {
  return { type: id.psktype, id: id.pskId ?? new Uint8Array(0), nonce: id.pskNonce };
}

/**
 * The tree after a commit that removes oneself. The library stops at a leaf that was filled again in the same commit, and there is nothing to
 * decrypt; but only a commit that the others accept has removed anybody.
 */
async function treeWithoutSelf(state: ClientState, commit: Commit, sender: number, setup: GroupSetup): Promise<RatchetTree> {
  const { suite } = setup;
  const { tree } = await applyProposals(state, commit.proposals, toLeafIndex(sender), pskIndex(setup), false, suite);
  if (commit.path === undefined || leafAt(tree, sender) === undefined) throw new GroupError('commit', 'a removal without a path');
  const { leafNode } = commit.path;
  throwIfDefined(
    await validateLeafNodeUpdateOrCommit(leafNode, sender, state.groupContext, state.clientConfig.authService, suite.signature),
  );
  const updated = tree.slice();
  updated[2 * sender] = { nodeType: 'leaf', leaf: leafNode };
  if (!isSound(updated)) throw new GroupError('commit', 'a tree that would break the next commit');
  return updated;
}
