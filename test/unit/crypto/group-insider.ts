import { joinGroup, type ClientState } from 'ts-mls/clientState.js';
import { createCommit } from 'ts-mls/createCommit.js';
import { createApplicationMessage } from 'ts-mls/createMessage.js';
import type { CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import type { Proposal } from 'ts-mls/proposal.js';
import { clientConfig, readMessage } from '../../../src/crypto/group-mls.js';
import type { GroupSetup } from '../../../src/crypto/group-types.js';
import { adding, agree, makePerson, type Person, type Room } from './group-fixture.js';

/** A member whose program keeps no rules: the library itself, trusting everybody. */
export class Insider {
  readonly setup: GroupSetup;
  state: ClientState;

  constructor(state: ClientState, setup: GroupSetup) {
    this.state = state;
    this.setup = setup;
  }

  /** Joins a room whose members let it in, as they must: it knows the link. */
  static async into(room: Room, name = 'mallory'): Promise<Insider> {
    const person = await makePerson(room.world, name);
    const { commit, welcome } = await room.group(0).commit(adding(person), agree);
    await room.group(0).merge(commit);
    for (const group of room.groups.slice(1)) await group.apply(commit, agree);
    return Insider.by(welcome as Uint8Array, person, { ...room.world.setup, trust: () => true });
  }

  static async by(welcome: Uint8Array, person: Person, setup: GroupSetup): Promise<Insider> {
    const { publicPackage, privatePackage } = person.keys.parts();
    const message = readMessage(welcome, 'mls_welcome')?.welcome;
    if (message === undefined) throw new Error('no Welcome');
    const config = clientConfig(setup);
    const lookup = { findPsk: () => setup.psk.secret.bytes };
    return new Insider(await joinGroup(message, publicPackage, privatePackage, lookup, setup.suite, undefined, undefined, config), setup);
  }

  get leaf(): number {
    return this.state.privatePath.leafIndex;
  }

  /** A commit of these proposals; the insider's own state stays. */
  async commit(
    proposals: readonly Proposal[],
    { suite = this.setup.suite, state = this.state, secret = this.setup.psk.secret.bytes }: Partial<Forgery> = {},
  ): Promise<{ readonly commit: Uint8Array; readonly welcome: Uint8Array | undefined; readonly next: ClientState }> {
    const { commit, welcome, newState } = await createCommit(
      { state, cipherSuite: suite, pskIndex: { findPsk: () => secret } },
      { extraProposals: [...proposals], ratchetTreeExtension: true, authenticatedData: this.setup.aad },
    );
    const encoded = welcome && encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome });
    return { commit: encodeMlsMessage(commit), welcome: encoded, next: newState };
  }

  /** An application message, by default an honest one. */
  async say(
    data: Uint8Array,
    { state = this.state, aad = this.setup.aad }: { state?: ClientState; aad?: Uint8Array } = {},
  ): Promise<Uint8Array> {
    const { privateMessage } = await createApplicationMessage(state, data, this.setup.suite, aad);
    return encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage });
  }

  psk(id: Uint8Array = this.setup.psk.id, nonce = this.setup.suite.rng.randomBytes(32)): Proposal {
    return { proposalType: 'psk', psk: { preSharedKeyId: { psktype: 'external', pskId: id, pskNonce: nonce } } };
  }
}

interface Forgery {
  readonly suite: CiphersuiteImpl;
  readonly state: ClientState;
  readonly secret: Uint8Array;
}

export const add = ({ keys }: Person): Proposal => ({ proposalType: 'add', add: { keyPackage: keys.parts().publicPackage } });

/** The library's check for a client that is there already, switched off. */
export const anybody = { compareKeyPackages: () => false, compareKeyPackageToLeafNode: () => false };

/** The suite, but of the key pairs it makes, those from the `from`-th to before the `to`-th have this public key. */
export function lying(suite: CiphersuiteImpl, publicKey: Uint8Array, from = 0, to = Infinity): CiphersuiteImpl {
  let made = 0;
  const swap = async <K extends { readonly publicKey: unknown }>(pair: K): Promise<K> => {
    const at = made++;
    return at < from || at >= to ? pair : { ...pair, publicKey: await suite.hpke.importPublicKey(publicKey) };
  };
  return {
    ...suite,
    hpke: {
      ...suite.hpke,
      deriveKeyPair: async (ikm) => swap(await suite.hpke.deriveKeyPair(ikm)),
      generateKeyPair: async () => swap(await suite.hpke.generateKeyPair()),
    },
  };
}
