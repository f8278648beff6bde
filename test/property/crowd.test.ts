import { expect, test } from 'vitest';
import { Crowd, lacking } from '../helpers/crowd.js';
import { testScale } from '../helpers/heap.js';
import { createRoomWorld } from '../helpers/room-world.js';

const MINUTE = 60_000;

test('a group that talks while others come and go: nothing is lost, doubled or warned of', { timeout: 60 * MINUTE }, async () => {
  const world = await createRoomWorld({ mode: 'mls', seed: 4 });
  const { clock } = world.relay;
  const crowd = new Crowd({
    clock,
    name: 'g',
    enter: world.passer,
    stay: 5,
    pass: 5,
    replaceEveryMs: 1_000,
    sayEveryMs: 200,
  });
  const host = new Crowd({
    clock,
    name: 'host',
    enter: () => world.host.member,
    stay: 1,
    pass: 0,
    replaceEveryMs: 1_000,
    sayEveryMs: 1_000,
  });
  await world.run(2_000);
  expect(crowd.report.entering).toEqual([]);
  crowd.start();
  host.start();
  await world.run(testScale * 20_000);
  crowd.stop();
  host.stop();
  await world.run(5_000);
  crowd.sayLast();
  host.sayLast();
  await world.run(1_000);
  const reports = [crowd.report, host.report];
  expect(reports.flatMap(({ trouble }) => trouble)).toEqual([]);
  expect(crowd.report.entering).toEqual([]);
  expect(lacking(reports)).toEqual([]);
  expect(world.relay.state.rooms.size).toBe(1);
  expect([...world.relay.state.rooms.values()].map(({ gen }) => gen)).toEqual([0]);
});
