import type { ClientConfig } from 'ts-mls/clientConfig.js';
import type { Capabilities } from 'ts-mls/capabilities.js';
import type { LeafNode } from 'ts-mls/leafNode.js';
import type { RatchetTree } from 'ts-mls/ratchetTree.js';
import { defaultKeyPackageEqualityConfig } from 'ts-mls/keyPackageEqualityConfig.js';
import { decodeMlsMessage, type MLSMessage } from 'ts-mls/message.js';
import { equal, toHex } from '../protocol/bytes.js';
import { limits } from '../protocol/limits.js';
import { isUselessKey } from './cipher-suite-x25519.js';
import type { GroupLeaf, GroupSetup } from './group-types.js';

/** Same for every member: what differs from it in a leaf is refused, so that no leaf can make the library refuse a later commit. */
export const plain = {
  capabilities: {
    versions: ['mls10'],
    ciphersuites: ['MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519'],
    extensions: [],
    proposals: [],
    credentials: ['basic'],
  } satisfies Capabilities,
  /** For ever: packages live seconds and keys die with the session; a wrong clock must lock nobody out. */
  lifetime: { notBefore: 0n, notAfter: 2n ** 63n - 1n },
} as const;

/** Generations that may arrive out of order, and how far one may jump (docs/protocol.md, "Limits"). */
const GENERATIONS = { retained: 32, forward: 2000 };

export const clientConfig = (setup: GroupSetup): ClientConfig => ({
  keyRetentionConfig: {
    retainKeysForGenerations: GENERATIONS.retained,
    retainKeysForEpochs: limits.epochsBack,
    maximumForwardRatchetSteps: GENERATIONS.forward,
  },
  lifetimeConfig: { maximumTotalLifetime: plain.lifetime.notAfter, validateLifetimeOnReceive: false },
  keyPackageEqualityConfig: defaultKeyPackageEqualityConfig,
  // Payloads have their size already, in steps of ours.
  paddingConfig: { kind: 'alwaysPad', paddingLength: 0 },
  authService: {
    validateCredential: async (credential, sigPk) =>
      credential.credentialType === 'basic' && 'identity' in credential && setup.trust(credential.identity, sigPk),
  },
});

/** A whole message of this kind and nothing behind it; `undefined` for everything else. */
export function readMessage<F extends MLSMessage['wireformat']>(
  bytes: Uint8Array,
  format: F,
): Extract<MLSMessage, { readonly wireformat: F }> | undefined {
  if (bytes.length > limits.frameBytes) return undefined;
  try {
    // A copy: what is decoded are views of it, which the state keeps.
    const decoded = decodeMlsMessage(new Uint8Array(bytes), 0);
    if (decoded === undefined || decoded[1] !== bytes.length || decoded[0].wireformat !== format) return undefined;
    return decoded[0] as Extract<MLSMessage, { readonly wireformat: F }>;
  } catch {
    return undefined;
  }
}

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

interface PskName {
  readonly psktype: string;
  readonly pskId?: Uint8Array;
  readonly pskNonce: Uint8Array;
}

/** The secret of the one PSK that there is; `undefined` for every other. */
export function pskOf(wanted: PskName, { psk }: GroupSetup): Uint8Array | undefined {
  if (wanted.psktype !== 'external' || wanted.pskId === undefined || wanted.pskNonce.length !== 32) return undefined;
  return equal(wanted.pskId, psk.id) ? psk.secret.bytes : undefined;
}
