import type { ClientState } from 'ts-mls/clientState.js';
import type { EpochReceiverData } from 'ts-mls/epochReceiverData.js';
import type { KeySchedule } from 'ts-mls/keySchedule.js';
import { allSecretTreeValues } from 'ts-mls/secretTree.js';

/** Overwrites what `before` held and `after` does not use. Best effort: the library has copied some of it. */
export function retire(before: ClientState, after: ClientState): void {
  if (before.keySchedule !== after.keySchedule) {
    const { initSecret, exporterSecret, externalSecret, confirmationKey, membershipKey, epochAuthenticator } = before.keySchedule;
    zero([initSecret, exporterSecret, externalSecret, confirmationKey, membershipKey, epochAuthenticator]);
  }
  const used = new Set(Object.values(after.privatePath.privateKeys));
  zero(Object.values(before.privatePath.privateKeys).filter((key) => !used.has(key)));
  for (const [epoch, data] of before.historicalReceiverData) {
    if (!after.historicalReceiverData.has(epoch)) wipeEpoch(data);
  }
}

/** A state that was built and never lived, beside the one that does. Its old epochs are those of `living`. */
export function discard(unborn: ClientState, living: ClientState): void {
  zero(Object.values<Uint8Array>({ ...unborn.keySchedule } satisfies KeySchedule));
  zero(allSecretTreeValues(unborn.secretTree));
  const used = new Set(Object.values(living.privatePath.privateKeys));
  zero(Object.values(unborn.privatePath.privateKeys).filter((key) => !used.has(key)));
}

export function wipeEpoch(data: EpochReceiverData): void {
  zero([data.resumptionPsk, data.senderDataSecret, ...allSecretTreeValues(data.secretTree)]);
}

/** Everything but the signature key, which outlives the group and is the caller's. */
export function wipeState(state: ClientState): void {
  zero(Object.values<Uint8Array>({ ...state.keySchedule } satisfies KeySchedule));
  zero(allSecretTreeValues(state.secretTree));
  zero(Object.values(state.privatePath.privateKeys));
  for (const data of state.historicalReceiverData.values()) wipeEpoch(data);
}

/** `allSecretTreeValues` begins with as many holes as it has values. */
export function zero(secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0);
}
