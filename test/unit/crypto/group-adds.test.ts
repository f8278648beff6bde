import type { ClientState } from 'ts-mls/clientState.js';
import { createGroupInfoWithExternalPubAndRatchetTree, joinGroupExternal } from 'ts-mls/createCommit.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import type { Proposal } from 'ts-mls/proposal.js';
import { describe, expect, it } from 'vitest';
import { Group } from '../../../src/crypto/group.js';
import { readKeyPackage } from '../../../src/crypto/group-keys.js';
import { clientConfig } from '../../../src/crypto/group-mls.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import type { TrustLeaf } from '../../../src/crypto/group-types.js';
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

  // The library leaves a promise behind for the first of them, which ends a program: here the run fails of it.
  it('is refused also when it is two at once', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const ghosts = [await makePerson(room.world, 'ghost', random(32)), await makePerson(room.world, 'shade', random(32))];
    const { commit } = await insider.commit([...ghosts.map(add), insider.psk()]);
    await expectRefused(room.group(1), commit);
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

describe('two Adds, when the link is wiped in the middle of their commit', () => {
  /** The link's secret is gone after so many looks at it. */
  async function forgetful(): Promise<{ room: Room; two: readonly Person[]; forgetAfter: (looks: number) => void }> {
    const world = makeWorld();
    let looks = Infinity;
    const trust: TrustLeaf = (identity, sigPk) => {
      if (looks-- <= 0) throw new Error('a wiped secret was read');
      return world.setup.trust(identity, sigPk);
    };
    const room = await Room.of(['ana', 'ben'], { ...world, setup: { ...world.setup, trust } });
    const two = [await makePerson(world, 'cy'), await makePerson(world, 'di')];
    return { room, two, forgetAfter: (most) => void (looks = most) };
  }

  // A promise that is left behind ends a program: here the run fails of it.
  it.each([0, 1, 2, 3])('leave nothing behind: applied after %s looks', async (looks) => {
    const { room, two, forgetAfter } = await forgetful();
    const { commit } = await room.group(0).commit(adding(...two), agree);
    forgetAfter(looks);
    expect((await room.group(1).apply(commit, agree)).type).toBe(looks < 2 ? 'refused' : 'applied');
  });

  it.each([0, 1, 2, 3])('leave nothing behind: built after %s looks', async (looks) => {
    const { room, two, forgetAfter } = await forgetful();
    forgetAfter(looks);
    const built = room.group(0).commit(adding(...two), agree);
    if (looks < 2) await expect(built).rejects.toThrow('cannot be added');
    else expect((await built).welcome).toBeDefined();
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
