import { joinGroup, makePskIndex, type ClientState } from 'ts-mls/clientState.js';
import { decodeCommit, encodeCommit } from 'ts-mls/commit.js';
import type { AuthenticatedContent } from 'ts-mls/authenticatedContent.js';
import type { CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';
import { verifyGroupInfoConfirmationTag, verifyGroupInfoSignature } from 'ts-mls/groupInfo.js';
import type { GroupContext } from 'ts-mls/groupContext.js';
import { makeKeyPackageRef } from 'ts-mls/keyPackage.js';
import { decodeMlsMessage, type MLSMessage } from 'ts-mls/message.js';
import { protectApplicationData, unprotectPrivateMessage } from 'ts-mls/messageProtection.js';
import { unprotectPublicMessage } from 'ts-mls/messageProtectionPublic.js';
import { processPrivateMessage, processPublicMessage } from 'ts-mls/processMessages.js';
import { encodeProposal } from 'ts-mls/proposal.js';
import { decodeRatchetTree } from 'ts-mls/ratchetTree.js';
import { createSecretTree } from 'ts-mls/secretTree.js';
import { bytesToBase64 } from 'ts-mls/util/byteArray.js';
import { decryptGroupInfo, decryptGroupSecrets } from 'ts-mls/welcome.js';
import { expect } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.js';
import { hex, vectors, whole } from './vectors-files.js';

type OfKind<F extends MLSMessage['wireformat']> = Extract<MLSMessage, { readonly wireformat: F }>;

function message<F extends MLSMessage['wireformat']>(text: string, format: F): OfKind<F> {
  const decoded = whole(decodeMlsMessage, text);
  if (decoded.wireformat !== format) throw new Error(`a ${decoded.wireformat}`);
  return decoded as OfKind<F>;
}

type WelcomeVector = { readonly cipher_suite: number } & Record<'init_priv' | 'signer_pub' | 'key_package' | 'welcome', string>;

vectors('welcome.json', 2, async (vector: WelcomeVector, suite) => {
  const { welcome } = message(vector.welcome, 'mls_welcome');
  const reference = await makeKeyPackageRef(message(vector.key_package, 'mls_key_package').keyPackage, suite.hash);
  const secrets = await decryptGroupSecrets(await suite.hpke.importPrivateKey(hex(vector.init_priv)), reference, welcome, suite.hpke);
  if (secrets === undefined) throw new Error('no secrets');
  const noPsk = new Uint8Array(32);
  const info = await decryptGroupInfo(welcome, secrets.joinerSecret, noPsk, suite);
  if (info === undefined) throw new Error('no group info');
  expect(await verifyGroupInfoSignature(info, hex(vector.signer_pub), suite.signature)).toBe(true);
  expect(await verifyGroupInfoConfirmationTag(info, secrets.joinerSecret, noPsk, suite)).toBe(true);
});

interface ClientVector {
  readonly cipher_suite: number;
  readonly external_psks: readonly { readonly psk_id: string; readonly psk: string }[];
  readonly key_package: string;
  readonly signature_priv: string;
  readonly encryption_priv: string;
  readonly init_priv: string;
  readonly welcome: string;
  readonly ratchet_tree: string | null;
  readonly initial_epoch_authenticator: string;
  readonly epochs: readonly { readonly proposals: readonly string[]; readonly commit: string; readonly epoch_authenticator: string }[];
}

async function follow(vector: ClientVector, suite: CiphersuiteImpl): Promise<void> {
  const psks = Object.fromEntries(vector.external_psks.map((one) => [bytesToBase64(hex(one.psk_id)), hex(one.psk)]));
  const secrets = {
    initPrivateKey: hex(vector.init_priv),
    hpkePrivateKey: hex(vector.encryption_priv),
    signaturePrivateKey: hex(vector.signature_priv),
  };
  const tree = vector.ratchet_tree === null ? undefined : whole(decodeRatchetTree, vector.ratchet_tree);
  const { keyPackage } = message(vector.key_package, 'mls_key_package');
  const { welcome } = message(vector.welcome, 'mls_welcome');
  let state = await joinGroup(welcome, keyPackage, secrets, makePskIndex(undefined, psks), suite, tree);
  expect(toHex(state.keySchedule.epochAuthenticator)).toBe(vector.initial_epoch_authenticator);
  for (const { proposals, commit, epoch_authenticator: expected } of vector.epochs) {
    for (const text of [...proposals, commit]) state = await processed(state, whole(decodeMlsMessage, text), psks, suite);
    expect(toHex(state.keySchedule.epochAuthenticator)).toBe(expected);
  }
}

async function processed(
  state: ClientState,
  received: MLSMessage,
  psks: Record<string, Uint8Array>,
  suite: CiphersuiteImpl,
): Promise<ClientState> {
  const lookup = makePskIndex(state, psks);
  if (received.wireformat === 'mls_public_message')
    return (await processPublicMessage(state, received.publicMessage, lookup, suite)).newState;
  if (received.wireformat !== 'mls_private_message') throw new Error(`a ${received.wireformat}`);
  return (await processPrivateMessage(state, received.privateMessage, lookup, suite)).newState;
}

vectors('passive-client-welcome.json', 16, follow);
vectors('passive-client-handling-commit.json', 26, follow);
vectors('passive-client-random.json', 1, follow);

type ProtectionVector = { readonly cipher_suite: number; readonly epoch: number } & Record<
  | 'group_id'
  | 'tree_hash'
  | 'confirmed_transcript_hash'
  | 'signature_priv'
  | 'signature_pub'
  | 'encryption_secret'
  | 'sender_data_secret'
  | 'membership_key'
  | 'proposal'
  | 'proposal_priv'
  | 'proposal_pub'
  | 'commit'
  | 'commit_priv'
  | 'commit_pub'
  | 'application'
  | 'application_priv',
  string
>;

/** What the vectors call plaintext. */
function plaintext({ content }: AuthenticatedContent): string {
  if (content.contentType === 'application') return toHex(content.applicationData);
  return toHex(content.contentType === 'commit' ? encodeCommit(content.commit) : encodeProposal(content.proposal));
}

vectors('message-protection.json', 2, async (vector: ProtectionVector, suite) => {
  const context: GroupContext = {
    version: 'mls10',
    cipherSuite: suite.name,
    groupId: hex(vector.group_id),
    epoch: BigInt(vector.epoch),
    treeHash: hex(vector.tree_hash),
    confirmedTranscriptHash: hex(vector.confirmed_transcript_hash),
    extensions: [],
  };
  const [senderData, membership, sigPk] = [hex(vector.sender_data_secret), hex(vector.membership_key), hex(vector.signature_pub)];
  const config = { retainKeysForGenerations: 10, retainKeysForEpochs: 0, maximumForwardRatchetSteps: 10 };
  const secretTree = await createSecretTree(2, hex(vector.encryption_secret), suite.kdf);
  const opened = async (sealed: OfKind<'mls_private_message'>['privateMessage']): Promise<string> =>
    plaintext((await unprotectPrivateMessage(senderData, sealed, secretTree, [], context, config, suite, sigPk)).content);
  for (const kind of ['proposal', 'commit', 'application'] as const) {
    expect(await opened(message(vector[`${kind}_priv`], 'mls_private_message').privateMessage)).toBe(vector[kind]);
  }
  for (const kind of ['proposal', 'commit'] as const) {
    const { publicMessage } = message(vector[`${kind}_pub`], 'mls_public_message');
    expect(plaintext(await unprotectPublicMessage(membership, context, [], publicMessage, suite, sigPk))).toBe(vector[kind]);
  }
  expect(toHex(encodeCommit(whole(decodeCommit, vector.commit)))).toBe(vector.commit);
  const padding = { kind: 'alwaysPad', paddingLength: 7 } as const;
  const [seed, said, none] = [hex(vector.signature_priv), hex(vector.application), new Uint8Array(0)];
  const again = await protectApplicationData(seed, senderData, said, none, context, secretTree, 1, padding, suite);
  expect(await opened(again.privateMessage)).toBe(vector.application);
});
