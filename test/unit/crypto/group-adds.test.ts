import type { ClientState } from 'ts-mls/clientState.js';
import { createGroupInfoWithExternalPubAndRatchetTree, joinGroupExternal } from 'ts-mls/createCommit.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import type { Proposal } from 'ts-mls/proposal.js';
import { describe, expect, it } from 'vitest';
import { Group } from '../../../src/crypto/group.js';
import { readKeyPackage } from '../../../src/crypto/group-keys.js';
import { clientConfig } from '../../../src/crypto/group-mls.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import { adding, agree, GEN, makePerson, makeWorld, PATH, random, Room, type Person } from './group-fixture.js';
import { add, Insider, anybody } from './group-insider.js';
import { shown, expectRefused } from './group-refusal.js';

describe('who does not know the link', () => {
  it('is no key package, and is not added by an honest member', async () => {
    const room = await Room.of(['ana', 'ben']);
    const ghost = await makePerson(room.world, 'ghost', random(32));
    expect(await readKeyPackage(ghost.keys.encoded, room.world.setup)).toBeUndefined();
    await expect(room.group(0).commit(adding(ghost), agree)).rejects.toThrow('cannot be added');
    await room.commit(0, PATH);
    expect(room.group(1).epoch).toBe(2);
  });

  it('is refused when an insider adds it', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const ghost = await makePerson(room.world, 'ghost', random(32));
    const { commit } = await insider.commit([add(ghost), insider.psk()]);
    await expectRefused(room.group(1), commit);
    const { commit: honest } = await insider.commit([add(await makePerson(room.world, 'guest')), insider.psk()]);
    expect(await room.group(1).apply(honest, agree)).toMatchObject({ type: 'applied' });
  });

  it('cannot come in by an external commit', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const { suite } = room.world.setup;
    const info = await createGroupInfoWithExternalPubAndRatchetTree(insider.state, [], suite);
    const { publicPackage, privatePackage } = (await makePerson(room.world, 'eve')).keys.parts();
    const config = clientConfig(insider.setup);
    const { aad } = insider.setup;
    const { publicMessage } = await joinGroupExternal(info, publicPackage, privatePackage, false, suite, undefined, config, aad);
    await expectRefused(room.group(1), encodeMlsMessage({ version: 'mls10', wireformat: 'mls_public_message', publicMessage }));
  });

  it('does not enter with a Welcome of another PSK', async () => {
    const room = await Room.of(['ana']);
    const ben = await makePerson(room.world, 'ben');
    const { welcome } = await room.commit(0, adding(ben));
    const psk = { ...room.world.setup.psk, secret: makeWorld().setup.psk.secret };
    await expect(Group.join(welcome as Uint8Array, ben.keys, { ...room.world.setup, psk }, GEN)).rejects.toThrow(/^welcome: /);
  });
});

describe('an Add', () => {
  it('without the PSK is shown as such', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const { facts } = await shown(room.group(1), (await insider.commit([add(await makePerson(room.world, 'eve'))])).commit);
    expect([facts.adds.length, facts.psks]).toEqual([1, []]);
  });

  it('with two PSKs is shown as such', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const { commit } = await insider.commit([add(await makePerson(room.world, 'eve')), insider.psk(), insider.psk()]);
    expect((await shown(room.group(1), commit)).facts.psks).toHaveLength(2);
  });

  it.each<[string, (insider: Insider) => readonly [Proposal, Uint8Array?]]>([
    ['the id of another generation', (insider) => [insider.psk(encodeUtf8(`ctp1/link/${GEN - 1}`))]],
    ['a short nonce', (insider) => [insider.psk(undefined, random(31))]],
    ['another secret', (insider) => [insider.psk(), random(32)]],
    ['a resumption PSK', ({ state }) => [resumption(state)]],
  ])('with %s is refused', async (_, forge) => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const [psk, secret = insider.setup.psk.secret.bytes] = forge(insider);
    const { commit } = await insider.commit([add(await makePerson(room.world, 'eve')), psk], { secret });
    await expectRefused(room.group(1), commit);
  });

  it('of a key that is there already is refused', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const { seed } = room.people[0] as Person;
    const twin = await makePerson(room.world, 'ana2', room.world.mac, seed);
    const blind = { ...clientConfig(insider.setup), keyPackageEqualityConfig: anybody };
    const state = { ...insider.state, clientConfig: blind };
    await expectRefused(room.group(1), (await insider.commit([add(twin), insider.psk()], { state })).commit);
  });
});

const resumption = ({ groupContext }: ClientState): Proposal => ({
  proposalType: 'psk',
  psk: {
    preSharedKeyId: {
      psktype: 'resumption',
      usage: 'application',
      pskGroupId: groupContext.groupId,
      pskEpoch: groupContext.epoch,
      pskNonce: random(32),
    },
  },
});
