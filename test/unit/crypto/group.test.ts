import { describe, expect, it } from 'vitest';
import { Group } from '../../../src/crypto/group.js';
import { GroupError } from '../../../src/crypto/group-error.js';
import { JoinKeys, readKeyPackage } from '../../../src/crypto/group-keys.js';
import { SecretBytes } from '../../../src/crypto/secret-bytes.js';
import { toHex } from '../../../src/protocol/bytes.js';
import { decodeUtf8, encodeUtf8 } from '../../../src/protocol/utf8.js';
import { adding, agree, GEN, heard, makePerson, makeWorld, nameOf, PATH, random, Room } from './group-fixture.js';

const authenticators = (room: Room): number => new Set(room.groups.map((group) => toHex(group.authenticator))).size;

describe('a group', () => {
  it('begins with one member at epoch 0', async () => {
    const room = await Room.of(['ana']);
    const group = room.group(0);
    expect([group.epoch, group.self.index, group.leaves.map(nameOf), toHex(group.id)]).toEqual([0, 0, ['ana'], toHex(room.world.groupId)]);
  });

  it('is entered by a Welcome: all agree on the epoch and its secrets', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    expect(authenticators(room)).toBe(1);
    expect(room.groups.map((group) => [group.epoch, group.self.index, nameOf(group.self)])).toEqual([
      [1, 0, 'ana'],
      [1, 1, 'ben'],
      [1, 2, 'cleo'],
    ]);
    const secrets = await Promise.all(room.groups.map((group) => group.exporter('ctp1 dm', new Uint8Array([1]), 24)));
    expect(new Set(secrets.map(toHex)).size).toBe(1);
    expect(secrets[0]).toHaveLength(24);
    expect(toHex(await room.group(0).exporter('ctp1 dm', new Uint8Array([2]), 24))).not.toBe(toHex(secrets[0] as Uint8Array));
  });

  it('says what a commit did, to the committer and to the others alike', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const dan = await makePerson(room.world, 'dan');
    const { results } = await room.commit(0, { removes: [2], adds: [dan.keys.encoded] });
    for (const result of results.slice(0, 2)) {
      if (result.type !== 'applied') throw new Error(result.reason);
      const { commit, removed, added, selfRemoved } = result;
      expect([commit.sender, commit.external, commit.removes, commit.others, selfRemoved]).toEqual([0, false, [2], 0, false]);
      expect(commit.adds.map(({ reference }) => toHex(reference))).toEqual([toHex(dan.keys.reference)]);
      expect(commit.psks.map(({ type, id, nonce }) => [type, decodeUtf8(id), nonce.length])).toEqual([
        ['external', `ctp1/link/${GEN}`, 32],
      ]);
      expect([removed.map(nameOf), added.map((leaf) => [nameOf(leaf), leaf.index])]).toEqual([['cleo'], [['dan', 2]]]);
    }
  });

  it('tells the removed one, also when its leaf is filled again in the same commit', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const dan = await makePerson(room.world, 'dan');
    const { results } = await room.commit(0, { removes: [2], adds: [dan.keys.encoded] });
    expect(results[2]).toMatchObject({ type: 'applied', selfRemoved: true });
    const gone = room.group(2);
    await expect(gone.seal(new Uint8Array(1))).rejects.toThrow(GroupError);
    await expect(gone.commit(PATH, agree)).rejects.toThrow('removed');
    expect(heard(await gone.open(await room.say(0, 'without you')))).toBe('epoch');
  });

  it('puts the PSK into a commit exactly when it adds somebody', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const psks: number[] = [];
    const count = (_: unknown, { psks: found }: { readonly psks: readonly unknown[] }): undefined => {
      psks.push(found.length);
      return undefined;
    };
    for (const changes of [PATH, { removes: [2], adds: [] }, adding(await makePerson(room.world, 'dan'))]) {
      const { commit } = await room.group(0).commit(changes, count);
      await room.group(0).merge(commit);
    }
    expect(psks).toEqual([0, 0, 1]);
  });

  it('a path commit changes the secrets and the leaves stay', async () => {
    const room = await Room.of(['ana', 'ben']);
    const before = toHex(room.group(0).authenticator);
    await room.commit(1, PATH);
    expect([authenticators(room), toHex(room.group(0).authenticator) === before]).toEqual([1, false]);
    expect(room.group(0).leaves.map(nameOf)).toEqual(['ana', 'ben']);
  });

  it('works for two, with another PSK and the whole id', async () => {
    const world = makeWorld({ psk: { ...makeWorld().setup.psk, id: encodeUtf8('ctp1/dm') }, aad: encodeUtf8('ctp1 dm') });
    const groupId = encodeUtf8('dm and two keys');
    const [ana, ben] = [await makePerson(world, 'ana'), await makePerson(world, 'ben')];
    const group = await Group.create(groupId, ana.keys, world.setup);
    const { commit, welcome } = await group.commit(adding(ben), agree);
    await group.merge(commit);
    const other = await Group.join(welcome as Uint8Array, ben.keys, world.setup, groupId);
    expect(heard(await other.open((await group.seal(encodeUtf8('psst'))).message))).toBe('ana: psst');
    await expect(Group.join(welcome as Uint8Array, ben.keys, world.setup, encodeUtf8('another id'))).rejects.toThrow('another group');
  });
});

describe('commits of one epoch', () => {
  it('one member builds one, whatever it is asked for again', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const [first, second] = await Promise.all([room.group(0).commit(PATH, agree), room.group(0).commit({ removes: [1], adds: [] }, agree)]);
    expect(toHex(second.commit)).toBe(toHex(first.commit));
    await room.group(0).merge(first.commit);
    expect(toHex((await room.group(0).commit(PATH, agree)).commit)).not.toBe(toHex(first.commit));
  });

  it('the one that lost is dropped, and the winner applied', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const lost = await room.group(1).commit(PATH, agree);
    await room.commit(0, PATH);
    expect(authenticators(room)).toBe(1);
    expect(await room.group(1).merge(lost.commit)).toMatchObject({ type: 'refused' });
    expect(await room.group(2).apply(lost.commit, agree)).toEqual({ type: 'refused', reason: 'epoch' });
    await room.commit(1, PATH);
    expect(authenticators(room)).toBe(1);
  });

  it("one's own is not applied, and another's is not merged", async () => {
    const room = await Room.of(['ana', 'ben']);
    const { commit } = await room.group(0).commit(PATH, agree);
    expect(await room.group(0).apply(commit, agree)).toEqual({ type: 'refused', reason: 'self' });
    expect(await room.group(1).merge(commit)).toMatchObject({ type: 'refused' });
    expect(await room.group(0).merge(commit)).toMatchObject({ type: 'applied' });
    expect(await room.group(0).merge(commit)).toMatchObject({ type: 'refused' });
  });

  it('a refused one changes nothing, and may be judged again', async () => {
    const room = await Room.of(['ana', 'ben']);
    const { commit } = await room.group(0).commit(PATH, agree);
    expect(await room.group(1).apply(commit, () => 'not today')).toEqual({ type: 'refused', reason: 'not today' });
    expect(room.group(1).epoch).toBe(1);
    expect(await room.group(1).apply(commit, agree)).toMatchObject({ type: 'applied' });
  });

  it('the judge sees the leaves before and after', async () => {
    const room = await Room.of(['ana', 'ben']);
    const cleo = await makePerson(room.world, 'cleo');
    const seen: unknown[] = [];
    await room.group(0).commit({ removes: [1], adds: [cleo.keys.encoded] }, (before, _, after) => {
      seen.push(before.map(nameOf), after.map(nameOf));
      return undefined;
    });
    expect(seen).toEqual([
      ['ana', 'ben'],
      ['ana', 'cleo'],
    ]);
  });

  it('one that the judge refuses is not built', async () => {
    const room = await Room.of(['ana', 'ben']);
    await expect(room.group(0).commit({ removes: [1], adds: [] }, () => 'no removals')).rejects.toThrow('no removals');
    await room.commit(0, PATH);
    expect(authenticators(room)).toBe(1);
  });
});

describe('what ends', () => {
  it('a key package wiped after joining leaves the group whole', async () => {
    const room = await Room.of(['ana', 'ben']);
    for (const { keys } of room.people) keys.wipe();
    await room.commit(0, PATH);
    await room.commit(1, PATH);
    expect(authenticators(room)).toBe(1);
  });

  it('a wiped key package joins nothing', async () => {
    const room = await Room.of(['ana']);
    const ben = await makePerson(room.world, 'ben');
    const { welcome } = await room.commit(0, adding(ben));
    ben.keys.wipe();
    await expect(Group.join(welcome as Uint8Array, ben.keys, room.world.setup, GEN)).rejects.toThrow(GroupError);
  });

  it('the secrets of a wiped key package are overwritten', async () => {
    const { setup } = makeWorld();
    const secrets: Uint8Array[] = [];
    const exportPrivateKey: typeof setup.suite.hpke.exportPrivateKey = async (key) => {
      const secret = await setup.suite.hpke.exportPrivateKey(key);
      secrets.push(secret);
      return secret;
    };
    const suite = { ...setup.suite, hpke: { ...setup.suite.hpke, exportPrivateKey } };
    const keys = await JoinKeys.make(new Uint8Array(1), new SecretBytes(random(32)), { ...setup, suite });
    expect(secrets.map((secret) => secret.some((byte) => byte !== 0))).toEqual([true, true]);
    keys.wipe();
    expect(secrets.map((secret) => secret.some((byte) => byte !== 0))).toEqual([false, false]);
  });

  it('a wiped group does nothing, also what was under way', async () => {
    const room = await Room.of(['ana', 'ben']);
    const message = await room.say(1, 'x');
    const underWay = [room.group(0).seal(new Uint8Array(8)), room.group(0).open(message), room.group(0).commit(PATH, agree)];
    room.group(0).wipe();
    for (const outcome of await Promise.allSettled(underWay))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { at: 'wiped' } });
    expect(() => room.group(0).authenticator).toThrow('wiped');
  });

  it('secrets are overwritten: those of an old epoch with the next, its keys when they are dropped, all of them at the end', async () => {
    const world = makeWorld();
    const { suite } = world.setup;
    const derived: { label: string; secret: Uint8Array }[] = [];
    const expand: typeof suite.kdf.expand = async (prk, info, length) => {
      const secret = await suite.kdf.expand(prk, info, length);
      derived.push({ label: decodeUtf8(info.subarray(3, 3 + (info[2] as number)))?.slice('MLS 1.0 '.length) ?? '', secret });
      return secret;
    };
    const left = (...labels: string[]): number =>
      derived.filter(({ label, secret }) => labels.includes(label) && secret.some((byte) => byte !== 0)).length;
    const ana = await makePerson(world, 'ana');
    const group = await Group.create(world.groupId, ana.keys, { ...world.setup, suite: { ...suite, kdf: { ...suite.kdf, expand } } });
    expect(left('exporter', 'init')).toBe(2);
    await group.merge((await group.commit(PATH, agree)).commit);
    expect([left('exporter', 'init'), left('sender data', 'application', 'resumption')]).toEqual([2, 6]);
    group.forgetBelow(1);
    await group.exporter('', new Uint8Array(0), 1);
    expect(left('sender data', 'application', 'resumption')).toBe(3);
    group.wipe();
    expect(left('exporter', 'init', 'sender data', 'application', 'handshake', 'resumption', 'authentication', 'membership')).toBe(0);
  });

  it('nothing that was made while it was wiped leaves it', async () => {
    const { suite } = makeWorld().setup;
    let during: (() => void) | undefined;
    const expand: typeof suite.kdf.expand = (...args) => {
      during?.();
      return suite.kdf.expand(...args);
    };
    for (const job of [(group: Group) => group.exporter('x', new Uint8Array(0), 32), (group: Group) => group.seal(new Uint8Array(1))]) {
      const room = await Room.of(['ana', 'ben'], makeWorld({ suite: { ...suite, kdf: { ...suite.kdf, expand } } }));
      during = () => room.group(0).wipe();
      await expect(job(room.group(0))).rejects.toMatchObject({ at: 'wiped' });
      during = undefined;
    }
  });

  it('the signature key is not wiped with the group', async () => {
    const room = await Room.of(['ana', 'ben']);
    room.group(0).wipe();
    expect((room.people[0]?.seed.bytes ?? []).some((byte) => byte !== 0)).toBe(true);
  });
});

describe('a key package', () => {
  it('says who it is for', async () => {
    const world = makeWorld();
    const ana = await makePerson(world, 'ana');
    const info = await readKeyPackage(ana.keys.encoded, world.setup);
    expect(info?.identity).toEqual(ana.identity);
    expect(info?.reference).toEqual(ana.keys.reference);
    expect(info?.reference).toHaveLength(32);
  });

  it('is new each time', async () => {
    const world = makeWorld();
    const ana = await makePerson(world, 'ana');
    const again = await makePerson(world, 'ana', world.mac, ana.seed);
    expect(toHex(again.keys.reference)).not.toBe(toHex(ana.keys.reference));
  });
});
