import { createGroup, type ClientState } from 'ts-mls/clientState.js';
import type { JoinKeys } from './group-keys.js';
import { clientConfig } from './group-mls.js';
import type { GroupSetup } from './group-types.js';

/** The state of who is alone in a new group, at leaf 0 of epoch 0. */
export function aloneState(groupId: Uint8Array, keys: JoinKeys, setup: GroupSetup): Promise<ClientState> {
  const { publicPackage, privatePackage } = keys.parts();
  return createGroup(groupId, publicPackage, privatePackage, [], setup.suite, clientConfig(setup));
}
