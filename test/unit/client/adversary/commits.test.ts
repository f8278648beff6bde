import { createGroupInfoWithExternalPubAndRatchetTree, joinGroupExternal } from 'ts-mls/createCommit.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import type { Proposal } from 'ts-mls/proposal.js';
import { describe, expect, test } from 'vitest';
import { clientConfig } from '../../../../src/crypto/group-mls.js';
import { SecretBytes } from '../../../../src/crypto/secret-bytes.js';
import { signature } from '../../../../src/crypto/signature.js';
import { ids } from '../../../../src/protocol/ids.js';
import { encodeUtf8 } from '../../../../src/protocol/utf8.js';
import { epochOf, expectTalk, frameOf, inject, roomWithInsider, words, type AdversaryRoom } from '../../../helpers/adversary-room.js';
import { standingOf } from '../../../helpers/group-registry.js';
import type { HostileLeaf } from '../../../helpers/hostile-leaf.js';
import { itemsOf, namesIn, warningsOf } from '../../../helpers/seen.js';
import { lying } from '../../crypto/group-insider.js';

type Room = AdversaryRoom & { readonly mallory: HostileLeaf };
type Trick = (room: Room) => Promise<readonly Proposal[]>;

/** Someone that mallory would like to have in the room. */
async function ghost({ mallory }: Room, mac?: Uint8Array): Promise<Proposal> {
  const seed = mallory.random(32);
  const change = { nick: 'ghost', conn: ids.conn(new Uint8Array(16).fill(5)), sigPk: signature.publicKey(seed), ...(mac && { mac }) };
  const keys = await mallory.package(change, new SecretBytes(seed));
  return { proposalType: 'add', add: { keyPackage: keys.parts().publicPackage } };
}

const remove = (removed: number): Proposal => ({ proposalType: 'remove', remove: { removed } });
const psk = ({ mallory }: Room, id = 'ctp1/link/0', nonce = mallory.random(32)): Proposal => mallory.insider.psk(encodeUtf8(id), nonce);

/** With a lease that the relay gave it, as it gives everybody one who wants to renew its keys. */
const tricks: readonly (readonly [string, Trick])[] = [
  ['adds somebody without the PSK of the link', async (room) => [await ghost(room)]],
  ['adds somebody with a PSK of another name', async (room) => [await ghost(room), psk(room, 'ctp1/link/x')]],
  ['adds somebody with the PSK of another generation', async (room) => [await ghost(room), psk(room, 'ctp1/link/1')]],
  ['adds somebody with a short nonce', async (room) => [await ghost(room), psk(room, undefined, new Uint8Array(16))]],
  ['adds somebody with the PSK twice', async (room) => [await ghost(room), psk(room), psk(room)]],
  ['has a PSK and adds nobody', async (room) => [psk(room)]],
  ['adds somebody whose credential has a foreign MAC', async (room) => [await ghost(room, new Uint8Array(32).fill(1)), psk(room)]],
  ['removes the host', async () => [remove(0)]],
  ['removes somebody, which is the host’s to do', async () => [remove(1)]],
  ['removes half of the room', async () => [remove(1), remove(2)]],
  [
    'changes what all groups are made of',
    async () => [{ proposalType: 'group_context_extensions', groupContextExtensions: { extensions: [] } }],
  ],
  ['proposes what nobody knows', async () => [{ proposalType: 0xf000, proposalData: new Uint8Array(3) }]],
];

/** The room as it has to be afterwards: everybody in one group, nobody added, nobody missing, and a sentence said why. */
async function expectUnharmed({ world, host, ana, ben }: Room): Promise<void> {
  await world.run(10_000, 100);
  for (const one of [host, ana, ben]) {
    expect(warningsOf(one)).toContain('GROUP_REFUSED');
    expect(namesIn(one).filter((name) => name !== 'mallory')).toEqual(['ana', 'ben', 'host']);
  }
  await expectTalk(world, host, ana, ben);
}

describe('a guest whose commit', () => {
  test.each(tricks)('%s, is refused by everybody alike', async (_, trick) => {
    const room = await roomWithInsider();
    const lease = await room.mallory.lease();
    await room.mallory.commit(await trick(room), lease);
    await expectUnharmed(room);
  });

  test('brings a wrong secret for the right PSK, is refused by everybody alike', async () => {
    const room = await roomWithInsider();
    const lease = await room.mallory.lease();
    await room.mallory.commit([await ghost(room), psk(room)], lease, { secret: new Uint8Array(32) });
    await expectUnharmed(room);
  });

  test('gives its leaf another name, is refused by everybody alike', async () => {
    const room = await roomWithInsider();
    const { mallory } = room;
    const lease = await mallory.lease();
    const tree = mallory.insider.state.ratchetTree.slice();
    const own = tree[2 * mallory.insider.leaf];
    if (own?.nodeType !== 'leaf') throw new Error('no leaf');
    const credential = { credentialType: 'basic', identity: mallory.credential({ nick: 'ana' }) } as const;
    tree[2 * mallory.insider.leaf] = { nodeType: 'leaf', leaf: { ...own.leaf, credential } };
    await mallory.commit([], lease, { state: { ...mallory.insider.state, ratchetTree: tree } });
    await expectUnharmed(room);
  });

  test.each([
    ['nothing can be sealed to', new Uint8Array(32)],
    ['nobody has', new Uint8Array(32).fill(9)],
  ])('puts a key into the tree that %s, is refused before it breaks the next commit', async (_, key) => {
    const room = await roomWithInsider();
    const lease = await room.mallory.lease();
    await room.mallory.commit([], lease, { suite: lying(room.mallory.insider.setup.suite, key, 1) });
    await expectUnharmed(room);
  });

  test('cannot be opened, costs the room a new group and nothing more', async () => {
    const room = await roomWithInsider();
    room.mallory.send('COMMIT', new Uint8Array(500).fill(7), { lease: await room.mallory.lease() });
    await expectUnharmed(room);
  });

  test('cannot be opened, is got over though what the host says then is lost', async () => {
    const room = await roomWithInsider();
    let lost = 0;
    room.world.relay.hooks.toRelay = (bytes, wire) => (frameOf(bytes).type === 'RESET' && wire.inside && lost++ < 2 ? [] : [bytes]);
    room.mallory.send('COMMIT', new Uint8Array(500).fill(7), { lease: await room.mallory.lease() });
    await room.world.run(10_000, 100);
    await expectUnharmed(room);
  });

  test('comes again and again, still leaves the room in one group when it ends', async () => {
    const room = await roomWithInsider();
    const { world, mallory, host, ana, ben } = room;
    for (let i = 0; i < 6; i++) {
      mallory.send('COMMIT', new Uint8Array(500).fill(7), { lease: await mallory.lease() });
      await world.run(3_000);
      await mallory.connect();
      await mallory.knock();
      await world.run(6_000, 100);
      await mallory.follow();
      if (mallory.inside === undefined) break;
    }
    await world.run(120_000, 500);
    await expectTalk(world, host, ana, ben);
  });

  test('is honest, is taken: the lease was good for that', async () => {
    const { world, mallory, host, ana, ben } = await roomWithInsider();
    const before = epochOf(world);
    await mallory.commit([], await mallory.lease());
    await world.run(1_000);
    await mallory.follow();
    expect(epochOf(world)).toBe(before + 1);
    await mallory.say('text', words('hello'));
    await world.run(500);
    expect([ana.texts('mallory'), warningsOf(ana)]).toEqual([['hello'], []]);
    await expectTalk(world, host, ana, ben);
  });

  test('comes without a lease, reaches nobody', async () => {
    const { world, mallory, host, ana, ben } = await roomWithInsider();
    const before = epochOf(world);
    await mallory.commit([remove(0)], new Uint8Array(16));
    await world.run(1_000);
    expect([epochOf(world), mallory.raw.heard('COMMIT_NO').length]).toEqual([before, 1]);
    for (const one of [host, ana, ben]) expect([warningsOf(one), itemsOf(one, 'absent')]).toEqual([[], []]);
    await expectTalk(world, host, ana, ben);
  });
});

describe('an external commit', () => {
  test('with everything that a member knows, is refused', async () => {
    const room = await roomWithInsider();
    const { mallory, world } = room;
    const { state, setup } = mallory.insider;
    const info = await createGroupInfoWithExternalPubAndRatchetTree(state, [], setup.suite);
    const keys = (await mallory.package({ nick: 'twin' }, mallory.seed)).parts();
    const aad = setup.aad;
    const joined = await joinGroupExternal(
      info,
      keys.publicPackage,
      keys.privatePackage,
      true,
      setup.suite,
      undefined,
      clientConfig(setup),
      aad,
    );
    const message = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_public_message', publicMessage: joined.publicMessage });
    mallory.send('COMMIT', message, { lease: await mallory.lease() });
    await world.run(500);
    await expectUnharmed(room);
  });
});

describe('a relay and a guest together', () => {
  test('cannot tell two members two different things: the host’s word shows who is in another group', async () => {
    const { world, mallory, host, ana, ben } = await roomWithInsider();
    const { commit: other } = await mallory.insider.commit([]);
    const epoch = mallory.epoch;
    const body = mallory.scope.sealed('COMMIT', epoch, other);
    world.relay.hooks.toMember = (bytes, wire) => (wire === ben.wire() && bytes[1] === 2 ? [] : [bytes]);
    await mallory.commit([], await mallory.lease());
    await world.run(500);
    delete world.relay.hooks.toMember;
    inject(ben, { type: 'COMMIT', gen: 0, epoch, seq: 0, to: [], body: Buffer.concat([new Uint8Array(16), body]) });
    await world.run(500);
    expect(standingOf(ben)).not.toBe(standingOf(ana));
    for (let i = 0; i < 4; i++) {
      ana.member.say({ text: 'who hears me' });
      await world.run(40_000, 500);
    }
    expect([...new Set(warningsOf(ben))].toSorted()).toEqual(['GROUP_SPLIT', 'MESSAGES_REFUSED']);
    await expectTalk(world, host, ana, ben);
    const missed = itemsOf(ben, 'missing').reduce((sum, { count }) => sum + count, 0);
    expect(missed + ben.texts('ana').length).toBe(ana.texts('ana').length);
  });
});
