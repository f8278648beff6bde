import { expect, test } from 'vitest';
import { toHex } from '../../src/protocol/bytes.js';
import { expectTogether } from '../helpers/adversary-room.js';
import { testScale } from '../helpers/heap.js';
import { createRoomWorld, type Guest } from '../helpers/room-world.js';
import { seededNumbers } from '../helpers/seeded-random.js';

const secretOf = ({ member }: Guest): string => toHex(member.secret.s);
const troubles = ({ member }: Guest): readonly string[] =>
  member.view.items.map(({ type }) => type).filter((type) => ['warning', 'missing', 'absent', 'member-left'].includes(type));

test('who comes and what is said just then, in any order: all who were let in move, all is said once, and nothing is called missing', async () => {
  for (let seed = 1; seed <= Math.ceil(6 * testScale); seed++) {
    const world = await createRoomWorld({ mode: 'mls', seed });
    const pick = seededNumbers(seed);
    const first = [world.guest('ana'), world.guest('ben')];
    await world.run(2_000);
    const late: Guest[] = [];
    const said: string[] = [];
    const say = (): void => {
      said.push(`word ${said.length}`);
      world.host.member.say({ text: said.at(-1) ?? '' });
    };
    for (let i = 0; i < 400; i++) {
      const chance = pick(100);
      if (i === 150) world.host.member.rotate();
      else if (chance < 3 && late.length < 5) late.push(world.guest(`late${late.length}`));
      else if (chance < 6) say();
      else if (chance < 30) world.relay.clock.advance(pick(8));
      else if (chance < 60) await world.turn();
      else world.relay.step();
    }
    await world.run(25_000, 100);
    say();
    await world.run(12_000, 100);
    const inside = late.filter(({ member }) => member.view.ended?.reason !== 'refused');
    expectTogether(world.host, ...first, ...inside);
    for (const one of [world.host, ...first, ...inside])
      expect([seed, secretOf(one), troubles(one)]).toEqual([seed, secretOf(world.host), []]);
    for (const one of first) expect(one.texts('host')).toEqual(said);
    for (const { member } of [world.host, ...first, ...late]) member.wipe();
  }
});
