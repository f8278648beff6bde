import type { ClientConfig } from 'ts-mls/clientConfig.js';
import type { Capabilities } from 'ts-mls/capabilities.js';
import { defaultKeyPackageEqualityConfig } from 'ts-mls/keyPackageEqualityConfig.js';
import { decodeMlsMessage, type MLSMessage } from 'ts-mls/message.js';
import { equal } from '../protocol/bytes.js';
import { limits } from '../protocol/limits.js';
import type { GroupSetup } from './group-types.js';

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
