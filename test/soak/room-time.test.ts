import { expect, test } from 'vitest';
import { Crowd, lacking } from '../helpers/crowd.js';
import { usedHeap } from '../helpers/heap.js';
import { createRoomWorld } from '../helpers/room-world.js';
import { growth, GROWTH_MOST, LOOK_EVERY_MS, megabytes, print, soak } from '../helpers/soak.js';

const { minutes, warmMinutes, members, messages, churn } = soak;

/** In the room's own time, which waits for whoever is slow: the full numbers on any machine. */
test(`${members} members, ${messages} messages and ${churn} changes a second, ${minutes} min of a room's time`, async () => {
  const world = await createRoomWorld({ mode: 'mls', seed: 9 });
  const { clock } = world.relay;
  const room = () => [...world.relay.state.rooms.values()][0];
  const talk = { clock, replaceEveryMs: 1_000 / churn };
  const host = new Crowd({
    ...talk,
    name: 'host',
    enter: () => world.host.member,
    stay: 1,
    pass: 0,
    sayEveryMs: (1_000 * members) / messages,
  });
  const [stay, pass] = [Math.ceil((members - 1) / 2), Math.floor((members - 1) / 2)];
  const guests = new Crowd({
    ...talk,
    name: 'g',
    enter: world.passer,
    stay,
    pass,
    sayEveryMs: (1_000 * members) / messages / (members - 1),
  });
  await world.run(5_000);
  expect(guests.report.entering).toEqual([]);
  print(`all in: ${room()?.epoch} epochs`);
  guests.start();
  host.start();
  const heaps: number[] = [];
  for (let at = 0; at < minutes * 60_000; at += LOOK_EVERY_MS) {
    await world.run(LOOK_EVERY_MS);
    (world.host.events as unknown[]).splice(0);
    const heap = usedHeap();
    if (at >= warmMinutes * 60_000) heaps.push(heap);
    const seconds = process.cpuUsage().user / 1e6;
    const { trouble } = guests.report;
    print(
      `${(at + LOOK_EVERY_MS) / 1_000} s: ${room()?.epoch} epochs, heap ${megabytes(heap)} MB, ${seconds.toFixed(0)} CPU s, trouble ${trouble.length}`,
    );
  }
  guests.stop();
  host.stop();
  await world.run(5_000);
  guests.sayLast();
  host.sayLast();
  await world.run(2_000);
  const reports = [guests.report, host.report];
  const joins = guests.report.joinMs.toSorted((a, b) => a - b);
  print(`joins ${joins.length}: median ${joins[joins.length >> 1]} ms, most ${joins.at(-1)} ms of the room's time`);
  print(
    `said ${reports.flatMap(({ said }) => Object.values(said)).reduce((sum, n) => sum + n, 0)}, epochs ${room()?.epoch}, gen ${room()?.gen}`,
  );
  print(`growth after warm-up: ${(100 * growth(heaps)).toFixed(1)} %`);
  expect(reports.flatMap(({ trouble }) => trouble)).toEqual([]);
  expect(reports.flatMap(({ entering }) => entering)).toEqual([]);
  expect(lacking(reports)).toEqual([]);
  expect(room()?.gen).toBe(0);
  expect(growth(heaps)).toBeLessThan(GROWTH_MOST);
});
