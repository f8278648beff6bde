import { createProposal } from 'ts-mls/createMessage.js';
import type { CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import type { Proposal } from 'ts-mls/proposal.js';
import { describe, expect, it } from 'vitest';
import type { GroupLeaf } from '../../../src/crypto/group-types.js';
import { hmacSha256 } from '../../../src/crypto/hash.js';
import { signature } from '../../../src/crypto/signature.js';
import { concat, toHex } from '../../../src/protocol/bytes.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import { agree, heard, makePerson, nameOf, random, Room } from './group-fixture.js';
import { add, Insider, lying } from './group-insider.js';
import { shown, expectRefused } from './group-refusal.js';

describe('a commit', () => {
  it('with a PSK and no Add is shown as such', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const { facts } = await shown(room.group(1), (await insider.commit([insider.psk()])).commit);
    expect([facts.adds, facts.psks.length]).toEqual([[], 1]);
  });

  it.each<readonly [string, Proposal]>([
    ['group context extensions', { proposalType: 'group_context_extensions', groupContextExtensions: { extensions: [] } }],
    [
      'a new beginning elsewhere',
      {
        proposalType: 'reinit',
        reinit: {
          groupId: random(20),
          version: 'mls10',
          cipherSuite: 'MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519',
          extensions: [],
        },
      },
    ],
    ['a proposal of an unknown type', { proposalType: 0xf000, proposalData: random(3) }],
  ])('with %s is refused', async (_, proposal) => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    await expectRefused(room.group(1), (await insider.commit([proposal])).commit);
  });

  it('of a proposal that came before it is refused', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const { suite, aad } = insider.setup;
    const { newState, message } = await createProposal(
      insider.state,
      false,
      { proposalType: 'remove', remove: { removed: 0 } },
      suite,
      aad,
    );
    expect(heard(await room.group(1).open(encodeMlsMessage(message)))).toBe('broken');
    await expectRefused(room.group(1), encodeMlsMessage(message));
    await expectRefused(room.group(1), (await insider.commit([], { state: newState })).commit);
  });

  it("that changes its sender's name or key is shown as such", async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const { mac } = room.world;
    for (const change of ['name', 'key']) {
      const seed = change === 'key' ? random(32) : insider.state.signaturePrivateKey;
      const sigPk = signature.publicKey(seed);
      const identity = concat(hmacSha256(mac, sigPk, encodeUtf8('ana')), encodeUtf8('ana'));
      const tree = insider.state.ratchetTree.slice();
      const own = tree[2 * insider.leaf];
      if (own?.nodeType !== 'leaf') throw new Error('no leaf');
      tree[2 * insider.leaf] = {
        nodeType: 'leaf',
        leaf: { ...own.leaf, signaturePublicKey: sigPk, credential: { credentialType: 'basic', identity } },
      };
      // The commit itself is signed with the key that the others know; the leaf in its path with the new one.
      const suite = signingLeavesWith(insider.setup.suite, seed);
      const { commit } = await insider.commit([], { suite, state: { ...insider.state, ratchetTree: tree } });
      const { before, facts, after } = await shown(room.group(1), commit);
      expect([before[facts.sender], nameOf(after[facts.sender] as GroupLeaf)]).toEqual(['mallory', 'ana']);
      expect(toHex((after[facts.sender] as GroupLeaf).sigPk)).toBe(toHex(sigPk));
    }
  });

  it('that changes to a name without its MAC is refused', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const tree = insider.state.ratchetTree.slice();
    const own = tree[2 * insider.leaf];
    if (own?.nodeType !== 'leaf') throw new Error('no leaf');
    tree[2 * insider.leaf] = {
      nodeType: 'leaf',
      leaf: { ...own.leaf, credential: { credentialType: 'basic', identity: encodeUtf8('ana') } },
    };
    await expectRefused(room.group(1), (await insider.commit([], { state: { ...insider.state, ratchetTree: tree } })).commit);
  });

  it.each([
    ['nothing can be sealed to', new Uint8Array(32), 1],
    ['nobody has', random(32), 1],
    ['nothing can be sealed to, in the leaf', new Uint8Array(32), 0],
    ['nothing can be sealed to, where one cannot look', new Uint8Array(32), 1, 2],
  ])('whose path has a key that %s is refused', async (_, publicKey, from, to = Infinity) => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const insider = await Insider.into(room);
    await expectRefused(room.group(1), (await insider.commit([], { suite: lying(insider.setup.suite, publicKey, from, to) })).commit);
  });

  it('that removes one is not believed when the others would refuse it', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const remove = { proposalType: 'remove', remove: { removed: 1 } } as const;
    const ghost = await makePerson(room.world, 'ghost', random(32));
    const forgeries: readonly Proposal[][] = [
      [remove, insider.psk(encodeUtf8('else'))],
      [remove, add(ghost), insider.psk()],
      [remove, remove],
    ];
    for (const proposals of forgeries) {
      const forged = await insider.commit(proposals).catch(() => undefined);
      if (forged !== undefined) await expectRefused(room.group(1), forged.commit);
    }
    const renamed = lying(insider.setup.suite, new Uint8Array(32));
    await expectRefused(room.group(1), (await insider.commit([remove], { suite: renamed })).commit);
    const { commit } = await insider.commit([remove]);
    expect(await room.group(1).apply(commit, () => 'no')).toEqual({ type: 'refused', reason: 'no' });
    expect(await room.group(1).apply(commit, agree)).toMatchObject({ type: 'applied', selfRemoved: true });
  });

  it('with other authenticated data is refused', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const elsewhere = new Insider(insider.state, { ...insider.setup, aad: encodeUtf8('ctp1 elsewhere') });
    await expectRefused(room.group(1), (await elsewhere.commit([])).commit);
    expect(heard(await room.group(1).open(await elsewhere.say(encodeUtf8('x'))))).toBe('aad');
  });

  it('of a removed member is refused, and so are its messages', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    await room.commit(0, { removes: [insider.leaf], adds: [] });
    const { groupContext } = insider.state;
    const ahead = { ...insider.state, groupContext: { ...groupContext, epoch: groupContext.epoch + 1n } };
    for (const state of [insider.state, ahead]) {
      await expectRefused(room.group(1), (await insider.commit([], { state })).commit);
      expect(heard(await room.group(1).open(await insider.say(encodeUtf8('x'), { state })))).toBe(
        state === ahead ? 'broken' : 'mallory: x',
      );
    }
  });
});

/** The suite, but leaves in a path are signed with this key; the commit around them with the right one. */
function signingLeavesWith(suite: CiphersuiteImpl, seed: Uint8Array): CiphersuiteImpl {
  const label = toHex(encodeUtf8('MLS 1.0 LeafNodeTBS'));
  const isLeaf = (message: Uint8Array): boolean => toHex(message.subarray(0, 32)).includes(label);
  const sign = (key: Uint8Array, message: Uint8Array): Promise<Uint8Array> => suite.signature.sign(isLeaf(message) ? seed : key, message);
  return { ...suite, signature: { ...suite.signature, sign } };
}
