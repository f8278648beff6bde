import { describe, expect, it } from 'vitest';
import { readKeyPackage } from '../../../src/crypto/group-keys.js';
import { concat } from '../../../src/protocol/bytes.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import { adding, agree, heard, makePerson, PATH, random, Room } from './group-fixture.js';
import { Insider } from './group-insider.js';
import { expectRefused } from './group-refusal.js';

describe('a message', { timeout: 60_000 }, () => {
  it('that claims to be of another leaf does not open, and what that leaf says does', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const asAna = { ...insider.state, privatePath: { ...insider.state.privatePath, leafIndex: 0 } };
    expect(heard(await room.group(1).open(await insider.say(encodeUtf8('I am ana'), { state: asAna })))).toBe('broken');
    expect(heard(await room.group(1).open(await room.say(0, 'I am')))).toBe('ana: I am');
  });

  it('of a leaf that is blank, or not in the tree, does not open', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const { secretTree } = insider.state;
    for (const leafIndex of [3, 4, 2 ** 32 - 1]) {
      const tree = secretTree.slice();
      const state = { ...insider.state, secretTree: tree, privatePath: { ...insider.state.privatePath, leafIndex } };
      tree[2 * leafIndex] ??= secretTree[0] as never;
      const message = await insider.say(encodeUtf8('x'), { state }).catch(() => undefined);
      if (message !== undefined) expect(heard(await room.group(1).open(message))).toBe('broken');
    }
  });

  it('of another kind, a Welcome or a key package, does not open', async () => {
    const room = await Room.of(['ana', 'ben']);
    const cleo = await makePerson(room.world, 'cleo');
    const { commit, welcome } = await room.group(0).commit(adding(cleo), agree);
    for (const other of [commit, welcome as Uint8Array, cleo.keys.encoded]) expect(heard(await room.group(1).open(other))).toBe('broken');
    await expectRefused(room.group(1), await room.say(0, 'a message'));
    await expectRefused(room.group(1), welcome as Uint8Array);
  });

  it('with one bit changed, or cut, does not open, and changes nothing', async () => {
    const room = await Room.of(['ana', 'ben']);
    const message = await room.say(0, 'whole');
    for (let at = 0; at < message.length * 8; at++) {
      const flipped = message.slice();
      flipped[at >> 3] = (flipped[at >> 3] as number) ^ (1 << (at & 7));
      expect(await room.group(1).open(flipped), `bit ${at}`).toMatchObject({ type: 'refused' });
    }
    for (let length = 0; length < message.length; length++) {
      expect(heard(await room.group(1).open(message.subarray(0, length)))).toBe('broken');
    }
    expect(heard(await room.group(1).open(concat(message, new Uint8Array(1))))).toBe('broken');
    expect(heard(await room.group(1).open(message))).toBe('ana: whole');
  });

  it('of a commit with one bit changed, or cut, changes nothing', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const { commit } = await room.group(0).commit({ removes: [2], adds: [(await makePerson(room.world, 'dan')).keys.encoded] }, agree);
    for (let at = 0; at < commit.length * 8; at += 7) {
      const flipped = commit.slice();
      flipped[at >> 3] = (flipped[at >> 3] as number) ^ (1 << (at & 7));
      expect(await room.group(1).apply(flipped, agree), `bit ${at}`).toMatchObject({ type: 'refused' });
    }
    for (let length = 0; length < commit.length; length += 5) {
      expect(await room.group(1).apply(commit.subarray(0, length), agree)).toMatchObject({ type: 'refused' });
    }
    expect(await room.group(1).apply(commit, agree)).toMatchObject({ type: 'applied' });
  });

  it('of more than 256 KiB is not looked at', async () => {
    const room = await Room.of(['ana', 'ben']);
    const huge = await room.say(0, 'x'.repeat(262_144));
    expect(heard(await room.group(1).open(huge))).toBe('broken');
    expect(heard(await room.group(1).open(await room.say(0, 'x'.repeat(200_000))))).toContain('ana: x');
  });

  it('made of anything at all is refused, ten thousand times', async () => {
    const room = await Room.of(['ana', 'ben']);
    const { setup } = room.world;
    const starts = [await room.say(0, 'x'), (await room.group(0).commit(PATH, agree)).commit, room.people[0]?.keys.encoded as Uint8Array];
    for (let i = 0; i < 10_000; i++) {
      const noise = random(1 + (i % 300));
      const start = starts[i % 4] ?? new Uint8Array([0, 1, 0, 1 + (i % 5)]);
      const bytes = concat(start.subarray(0, i % 4 === 3 ? 4 : i % (start.length + 1)), noise);
      const outcomes = [await room.group(1).open(bytes), await room.group(1).apply(bytes, agree)];
      expect(outcomes.map(({ type }) => type)).toEqual(['refused', 'refused']);
      expect(await readKeyPackage(bytes, setup)).toBeUndefined();
    }
    expect(heard(await room.group(1).open(starts[0] as Uint8Array))).toBe('ana: x');
  });
});
