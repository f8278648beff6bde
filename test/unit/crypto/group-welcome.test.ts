import { createGroup } from 'ts-mls/clientState.js';
import { encodeExternalSender } from 'ts-mls/externalSender.js';
import type { Proposal } from 'ts-mls/proposal.js';
import { describe, expect, it } from 'vitest';
import { Group } from '../../../src/crypto/group.js';
import { clientConfig } from '../../../src/crypto/group-mls.js';
import { toHex } from '../../../src/protocol/bytes.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import { adding, agree, GEN, heard, makePerson, nameOf, PATH, random, Room } from './group-fixture.js';
import { add, anybody, Insider, lying } from './group-insider.js';

describe('a Welcome', { timeout: 60_000 }, () => {
  it('without a PSK is refused, though the library takes it', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const eve = await makePerson(room.world, 'eve');
    const { welcome } = await insider.commit([add(eve)]);
    expect((await Insider.by(welcome as Uint8Array, eve, insider.setup)).state.groupContext.epoch).toBe(3n);
    await expect(Group.join(welcome as Uint8Array, eve.keys, room.world.setup, GEN)).rejects.toThrow('not exactly one PSK');
  });

  it('with two PSKs is refused', async () => {
    const room = await Room.of(['ana']);
    const insider = await Insider.into(room);
    const eve = await makePerson(room.world, 'eve');
    const { welcome } = await insider.commit([add(eve), insider.psk(), insider.psk()]);
    await expect(Group.join(welcome as Uint8Array, eve.keys, room.world.setup, GEN)).rejects.toThrow('not exactly one PSK');
  });

  it('whose group info is not signed by its leaf, or has another confirmation tag, is refused', async () => {
    const room = await Room.of(['ana']);
    const insider = await Insider.into(room);
    const { suite } = insider.setup;
    const isInfo = (message: Uint8Array): boolean => toHex(message.subarray(0, 32)).includes(toHex(encodeUtf8('MLS 1.0 GroupInfoTBS')));
    const unsigned = {
      ...suite,
      signature: {
        ...suite.signature,
        sign: (key: Uint8Array, m: Uint8Array) => (isInfo(m) ? Promise.resolve(random(64)) : suite.signature.sign(key, m)),
      },
    };
    const untagged = { ...suite, hash: { ...suite.hash, mac: () => Promise.resolve(random(32)) } };
    const eve = await makePerson(room.world, 'eve');
    for (const [forging, reason] of [
      [unsigned, 'not signed'],
      [untagged, 'another confirmation tag'],
    ] as const) {
      const { welcome } = await insider.commit([add(eve), insider.psk()], { suite: forging });
      await expect(Group.join(welcome as Uint8Array, eve.keys, room.world.setup, GEN)).rejects.toThrow(reason);
    }
  });

  it('with a path secret that is not that of the tree is refused', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const insider = await Insider.into(room);
    const eve = await makePerson(room.world, 'eve');
    const proposals: readonly Proposal[] = [{ proposalType: 'remove', remove: { removed: 1 } }, add(eve), insider.psk()];
    const honest = await insider.commit(proposals);
    expect((await Group.join(honest.welcome as Uint8Array, eve.keys, room.world.setup, GEN)).self.index).toBe(1);
    const { welcome } = await insider.commit(proposals, { suite: lying(insider.setup.suite, random(32), 2) });
    await expect(Group.join(welcome as Uint8Array, eve.keys, room.world.setup, GEN)).rejects.toThrow('would break the next commit');
  });

  it('into a group of another generation is refused', async () => {
    const room = await Room.of(['ana']);
    const ben = await makePerson(room.world, 'ben');
    const { welcome } = await room.commit(0, adding(ben));
    await expect(Group.join(welcome as Uint8Array, ben.keys, room.world.setup, GEN + 1)).rejects.toThrow('another generation');
    expect((await Group.join(welcome as Uint8Array, ben.keys, room.world.setup, GEN)).epoch).toBe(1);
  });

  it('of a commit that lost leads nowhere near the group', async () => {
    const room = await Room.of(['ana', 'ben']);
    const cleo = await makePerson(room.world, 'cleo');
    const { welcome } = await room.group(1).commit(adding(cleo), agree);
    await room.commit(0, PATH);
    const lonely = await Group.join(welcome as Uint8Array, cleo.keys, room.world.setup, GEN);
    expect(lonely.epoch).toBe(room.group(0).epoch);
    expect(toHex(lonely.authenticator)).not.toBe(toHex(room.group(0).authenticator));
  });

  it('into a forged group with copied leaves shows another authenticator, and its leaves cannot speak', async () => {
    const room = await Room.of(['ana', 'ben']);
    const { world } = room;
    const [mallory, eve] = [await makePerson(world, 'mallory'), await makePerson(world, 'eve')];
    const { publicPackage, privatePackage } = mallory.keys.parts();
    const { suite } = world.setup;
    const forger = new Insider(
      await createGroup(world.groupId, publicPackage, privatePackage, [], suite, clientConfig(world.setup)),
      world.setup,
    );
    const copied = room.people.map((person) => add(person));
    forger.state = (await forger.commit([...copied, forger.psk()])).next;
    const { welcome, next } = await forger.commit([add(eve), forger.psk()]);
    forger.state = next;
    const joined = await Group.join(welcome as Uint8Array, eve.keys, world.setup, GEN);
    expect(joined.leaves.map(nameOf)).toEqual(['mallory', 'ana', 'ben', 'eve']);
    expect(toHex(joined.authenticator)).not.toBe(toHex(room.group(0).authenticator));
    const asAna = { ...next, privatePath: { ...next.privatePath, leafIndex: 1 } };
    expect(heard(await joined.open(await forger.say(encodeUtf8('I am ana'), { state: asAna })))).toBe('broken');
    expect(heard(await joined.open(await forger.say(encodeUtf8('I am not'))))).toBe('mallory: I am not');
  });

  it('into a group with an extension is refused', async () => {
    const { world } = await Room.of(['ana']);
    const [mallory, eve] = [await makePerson(world, 'mallory'), await makePerson(world, 'eve')];
    const { publicPackage, privatePackage } = mallory.keys.parts();
    // Who is named there could propose from outside.
    const credential = { credentialType: 'basic', identity: mallory.identity } as const;
    const extensionData = encodeExternalSender({ credential, signaturePublicKey: publicPackage.leafNode.signaturePublicKey });
    const extensions = [{ extensionType: 'external_senders', extensionData } as const];
    const own = await createGroup(world.groupId, publicPackage, privatePackage, extensions, world.setup.suite, clientConfig(world.setup));
    const forger = new Insider(own, world.setup);
    const { welcome } = await forger.commit([add(eve), forger.psk()]);
    await expect(Group.join(welcome as Uint8Array, eve.keys, world.setup, GEN)).rejects.toThrow('another suite, version or extension');
  });

  it('into a tree where two leaves have one key, or a ghost sits, is refused', async () => {
    const room = await Room.of(['ana']);
    const { world } = room;
    const [mallory, eve, ghost] = [
      await makePerson(world, 'mallory'),
      await makePerson(world, 'eve'),
      await makePerson(world, 'ghost', random(32)),
    ];
    const twin = await makePerson(world, 'twin', world.mac, mallory.seed);
    const { suite } = world.setup;
    for (const third of [twin, ghost]) {
      const setup = { ...world.setup, trust: () => true };
      const { publicPackage, privatePackage } = mallory.keys.parts();
      const config = { ...clientConfig(setup), keyPackageEqualityConfig: anybody };
      const forger = new Insider(await createGroup(world.groupId, publicPackage, privatePackage, [], suite, config), setup);
      const { welcome } = await forger.commit([add(third), add(eve), forger.psk()]);
      await expect(Group.join(welcome as Uint8Array, eve.keys, world.setup, GEN)).rejects.toThrow(/^welcome: /);
    }
  });

  it('for somebody else, with one bit changed, or cut, is refused', async () => {
    const room = await Room.of(['ana']);
    const [ben, cleo] = [await makePerson(room.world, 'ben'), await makePerson(room.world, 'cleo')];
    const { welcome } = await room.commit(0, adding(ben));
    const bytes = welcome as Uint8Array;
    await expect(Group.join(bytes, cleo.keys, room.world.setup, GEN)).rejects.toThrow(/^welcome: /);
    for (let at = 0; at < bytes.length * 8; at += 37) {
      const flipped = bytes.slice();
      flipped[at >> 3] = (flipped[at >> 3] as number) ^ (1 << (at & 7));
      await expect(Group.join(flipped, ben.keys, room.world.setup, GEN), `bit ${at}`).rejects.toThrow(/^welcome: /);
    }
    for (let length = 0; length < bytes.length; length += 41) {
      await expect(Group.join(bytes.subarray(0, length), ben.keys, room.world.setup, GEN)).rejects.toThrow(/^welcome: /);
    }
  });
});
