import { expect, it } from 'vitest';
import { Group } from '../../../src/crypto/group.js';
import { toHex } from '../../../src/protocol/bytes.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { adding, agree, GEN, heard, makePerson, makeWorld, PATH, Room } from './group-fixture.js';
import { Insider } from './group-insider.js';

/** A node lists a leaf as unmerged, and the nodes above it no longer do. */
async function mergedAbove(): Promise<Room> {
  const room = await Room.of(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  await room.commit(0, { removes: [2], adds: [] });
  room.groups.splice(2, 1);
  await room.commit(0, PATH);
  await room.commit(2, PATH);
  await room.add(0, await makePerson(room.world, 'x'));
  await room.commit(4, PATH);
  return room;
}

it('a room is entered though its tree is one that the library refuses to enter', async () => {
  const room = await mergedAbove();
  const { setup } = room.world;
  const late = await makePerson(room.world, 'late');
  const { commit, welcome } = await room.group(0).commit(adding(late), agree);
  // The control: this is why the library's own function is not used.
  await expect(Insider.by(welcome as Uint8Array, late, setup)).rejects.toThrow('must list leaf node in its unmerged_leaves');
  const group = await Group.join(welcome as Uint8Array, late.keys, setup, GEN);
  await room.group(0).merge(commit);
  expect(toHex(group.authenticator)).toBe(toHex(room.group(0).authenticator));
});

it.each([1, 2, 3])('who stays agrees, whoever adds, removes and renews (schedule %i)', { timeout: 60_000 }, async (seed) => {
  const random = seededRandom(seed);
  const below = (n: number): number => ((random(1)[0] as number) * 256 + (random(1)[0] as number)) % n;
  const room = await Room.of(['a', 'b', 'c'], makeWorld());
  const said: string[] = [];
  for (let step = 0; step < 20; step++) {
    const by = below(room.groups.length);
    const others = room.groups.filter((_, at) => at !== by);
    const victims = others.length > 1 && below(3) === 0 ? Array.from({ length: 2 }, () => others[below(others.length)] as Group) : [];
    const removes = [...new Set(victims.map(({ self }) => self.index))];
    const people =
      below(2) === 0 && room.groups.length < 10 ? [await makePerson(room.world, `p${step}`), await makePerson(room.world, `q${step}`)] : [];
    said.push(`${room.group(by).self.index} removes ${removes.join(' ')} adds ${people.length}`);
    const { welcome, results } = await room.commit(by, { removes, adds: people.map(({ keys }) => keys.encoded) });
    expect(
      results.filter(({ type }) => type === 'refused'),
      said.join('; '),
    ).toEqual([]);
    room.groups.splice(0, Infinity, ...room.groups.filter((_, at) => !goneBy(results[at])));
    for (const { keys } of people) room.groups.push(await Group.join(welcome as Uint8Array, keys, room.world.setup, GEN));
    expect(new Set(room.groups.map(({ authenticator }) => toHex(authenticator))).size, said.join('; ')).toBe(1);
  }
  const message = await room.say(0, 'all of you');
  for (const group of room.groups.slice(1)) expect(heard(await group.open(message))).toContain('all of you');
});

const goneBy = (result: Awaited<ReturnType<Room['commit']>>['results'][number] | undefined): boolean =>
  result?.type === 'applied' && result.selfRemoved;
