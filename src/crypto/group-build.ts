import type { ClientState } from 'ts-mls/clientState.js';
import { createCommit } from 'ts-mls/createCommit.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import type { Proposal } from 'ts-mls/proposal.js';
import { factsOf, pskIndex, type PendingCommit } from './group-commit.js';
import { GroupError } from './group-error.js';
import { openKeyPackage } from './group-keys.js';
import { leavesOf } from './group-leaves.js';
import { clientConfig } from './group-mls.js';
import { remembering } from './group-remembering.js';
import type { Changes, GroupSetup } from './group-types.js';

/** Rejects with GroupError, or with the library's own error. */
export async function buildCommit(current: ClientState, changes: Changes, room: GroupSetup): Promise<PendingCommit> {
  const setup = remembering(room);
  const state = { ...current, clientConfig: clientConfig(setup) };
  const proposals = changes.removes.map((removed): Proposal => ({ proposalType: 'remove', remove: { removed } }));
  for (const encoded of changes.adds) {
    const opened = await openKeyPackage(encoded, setup);
    if (opened === undefined) throw new GroupError('commit', 'a key package that cannot be added');
    proposals.push({ proposalType: 'add', add: { keyPackage: opened.keyPackage } });
  }
  if (changes.adds.length > 0) {
    const pskNonce = setup.suite.rng.randomBytes(32);
    proposals.push({ proposalType: 'psk', psk: { preSharedKeyId: { psktype: 'external', pskId: setup.psk.id, pskNonce } } });
  }
  const { newState, commit, welcome, consumed } = await createCommit(
    { state, cipherSuite: setup.suite, pskIndex: pskIndex(setup) },
    { extraProposals: proposals, ratchetTreeExtension: true, authenticatedData: setup.aad },
  );
  const inline = proposals.map((proposal) => ({ proposalOrRefType: 'proposal', proposal }) as const);
  return {
    commit: encodeMlsMessage(commit),
    welcome: welcome === undefined ? undefined : encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome }),
    step: {
      facts: await factsOf(inline, state.privatePath.leafIndex, setup),
      before: leavesOf(state.ratchetTree),
      after: leavesOf(newState.ratchetTree),
      next: { ...newState, clientConfig: current.clientConfig },
      selfRemoved: false,
      consumed,
    },
  };
}
